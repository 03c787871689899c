package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurvesTest {

  @Test
  void aSeriesIsACurveThatBeginsWithEpochOne() {
    Map<String, double[]> series = new LinkedHashMap<>();
    series.put("perceptron", new double[] {2.5, 4});
    series.put("LeNet-5", new double[] {2});
    String script = Curves.byEpoch("title", "top-1 accuracy (%)", series).asJavascript("here");
    assertThat(script)
        .contains("name: 'perceptron'")
        .contains("name: 'LeNet-5'")
        .contains("top-1 accuracy (%)")
        .containsSubsequence("[\"1.0\",\"2.0\"]", "[\"2.5\",\"4.0\"]");
  }
}
