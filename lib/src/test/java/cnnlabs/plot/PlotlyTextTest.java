package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlotlyTextTest {

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
