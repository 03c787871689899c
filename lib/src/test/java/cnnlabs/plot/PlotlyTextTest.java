package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlotlyTextTest {

  /** Each of these would leave a figure undrawn, or shown with other characters. */
  private static final String TEXT = "two\r\nlines,\ra \"C:\\users\" 'a' < b\n\u2028\\";

  private static final String LITERAL =
      "'two lines, a \\x22C:\\\\users\\x22 &#39;a&#39; &lt; b  \\\\'";

  @Test
  void aTitleIsOneLiteralWhateverItHolds() {
    assertThat(PlotlyText.layout(TEXT).build().asJavascript()).contains("title: " + LITERAL + ",");
    assertThat(PlotlyText.axis(TEXT).build().asJavascript()).contains("title: " + LITERAL + ",");
  }

  @Test
  void htmlIsEscapedInEntitiesThatPlotlyKnows() {
    assertThat(PlotlyText.html("<b>\"'&lt;")).isEqualTo("&lt;b&gt;\"'&amp;lt;");
  }

  @Test
  void jsonHoldsNothingLikeATag() throws JsonProcessingException {
    assertThat(PlotlyText.json(Map.of("a", "</script><!--\n\"")))
        .isEqualTo("{\"a\":\"\\u003c/script>\\u003c!--\\n\\\"\"}");
  }
}
