package cnnlabs.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.plot.Tables;
import cnnlabs.run.Comparison;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.TickSettings;
import tech.tablesaw.plotly.traces.ScatterTrace;

class HtmlTest {

  private final Figure figure =
      new Figure(ScatterTrace.builder(new double[] {1, 2}, new double[] {3, 4}).build());

  @Test
  void theLoaderHoldsTheLibraryAndAsksForNoAddress() {
    String loader = PlotlyHtml.loader();
    assertThat(loader)
        .hasSizeGreaterThan(1_000_000)
        .contains("(function (define, module, exports, require, MathJax) {");
    assertThat(loader).doesNotContain("<script src").doesNotContain("{DIV");
    assertThat(Pattern.compile("</script").matcher(loader).results()).hasSize(1);
  }

  @Test
  void twoFiguresHaveTwoPlaces() {
    String first = PlotlyHtml.figure(figure);
    String second = PlotlyHtml.figure(figure);
    var id = Pattern.compile("<div id=\"(plot[0-9a-f]{32})\">");
    assertThat(id.matcher(first).results().map(found -> found.group(1)).toList())
        .hasSize(1)
        .isNotEqualTo(id.matcher(second).results().map(found -> found.group(1)).toList());
  }

  @Test
  void aFigureSaysWhatToDoWhereItIsNotDrawn() {
    assertThat(PlotlyHtml.figure(figure))
        .contains("Plot not drawn: trust this notebook or run the set-up cell.")
        .contains("Plotly.newPlot(target_plot")
        .doesNotContain("cdn");
  }

  /** Tablesaw writes the texts of ticks with quotes escaped, and no more. */
  @Test
  void noTextEndsTheScriptOfAFigure() {
    String[] texts = {"</scr</script>ipt>", "</SCRIPT ><img>", "<!--<script>", "a < b"};
    var ticks = TickSettings.builder().arrayTicks(new double[] {1, 2, 3, 4}, texts).build();
    Layout layout = Layout.builder().xAxis(Axis.builder().tickSettings(ticks).build()).build();
    String html = PlotlyHtml.figure(new Figure(layout, figure.getTraces()));
    assertThat(html)
        .contains("[\"<\\/scr<\\/script>ipt>\",\"<\\/SCRIPT ><img>\",\"<\\!--<script>\",\"a < b\"]")
        .doesNotContain("<!--")
        .endsWith("</script>\n");
    assertThat(Pattern.compile("</script", Pattern.CASE_INSENSITIVE).matcher(html).results())
        .hasSize(1);
  }

  @Test
  void aTableEscapesTextAndShowsWhatIsMissing() {
    String html =
        HtmlTable.of(
            Table.create(
                "a < b",
                StringColumn.create("<i>", "\"&"),
                DoubleColumn.create("x", Double.NaN),
                IntColumn.create("n", new int[] {12345})));
    assertThat(html)
        .contains("a &lt; b", "&lt;i&gt;", "&quot;&amp;", ">–<", ">12,345<")
        .doesNotContain("<i>");
  }

  @Test
  void aColumnSaysHowItsNumbersRead() {
    Table table =
        Tables.comparison(Comparison.of("test error %").with("run", "R1", 30, 62.9, "open"));
    assertThat(HtmlTable.of(table)).contains(">30<", ">62.90<", ">32.90<");
  }

  @Test
  void durationsReadAsSpoken() {
    assertThat(ProgressText.duration(1.23)).isEqualTo("1.2 s");
    assertThat(ProgressText.duration(59)).isEqualTo("59 s");
    assertThat(ProgressText.duration(664)).isEqualTo("11 min 4 s");
    assertThat(ProgressText.duration(7500)).isEqualTo("2 h 5 min");
  }

  @Test
  void aBarSaysHowFarItIs() {
    assertThat(LiveBar.line("iterations of t-SNE", 250, 1000, 1))
        .isEqualTo("iterations of t-SNE: 250 of 1,000, about 3.0 s left");
    assertThat(LiveBar.line("iterations of t-SNE", 1000, 1000, 4))
        .isEqualTo("iterations of t-SNE: 1,000 in 4.0 s");
  }
}
