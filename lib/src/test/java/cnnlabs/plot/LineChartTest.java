package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;

class LineChartTest {

  @Test
  void aSeriesIsACurveThatBeginsWithEpochOne() {
    Map<String, double[]> series = new LinkedHashMap<>();
    series.put("perceptron", new double[] {2.5, 4});
    series.put("LeNet-5", new double[] {2});
    String script = LineChart.byEpoch("title", "top-1 accuracy (%)", series).asJavascript("here");
    assertThat(script)
        .contains("\"name\":\"perceptron\"", "\"name\":\"LeNet-5\"", "top-1 accuracy (%)")
        .contains("\"x\":[1,2],\"y\":[2.5,4.0]", "\"x\":[1],\"y\":[2.0]");
  }

  @Test
  void whatWasMeasuredAtSomeEpochsHasAPointAtEach() {
    var curves = new LinkedHashMap<String, List<Double>>();
    curves.put("told", List.of(60.0, 90.0));
    curves.put("true", List.of(55.0, 65.00004));
    Figure figure = LineChart.atEpochs("a test", "accuracy (%)", List.of(1, 35), curves);
    assertThat(((PlotlyTrace) figure.getTraces()[0]).name()).isEqualTo("told");
    assertThat(((PlotlyTrace) figure.getTraces()[1]).attributes())
        .containsEntry("x", List.of(1, 35))
        .containsEntry("y", List.of(55.0, 65.0))
        .containsEntry("mode", "lines+markers");
    assertThat(figure.asJavascript("here"))
        .contains("title: 'a test'", "accuracy (%)", "#0072B2", "#D55E00", "width: 760");
  }
}
