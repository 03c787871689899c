package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.evaluate.ConfusionMatrix;
import cnnlabs.evaluate.FeatureMaps;
import cnnlabs.evaluate.LayerCosts;
import cnnlabs.evaluate.LayerCosts.LayerCost;
import cnnlabs.evaluate.ParameterHistogram;
import cnnlabs.evaluate.ParameterHistogram.Kind;
import cnnlabs.evaluate.Prediction;
import cnnlabs.evaluate.Predictions;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.ModelSummary;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.train.Trainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/** Figures and tables of layers and of data. */
class LayerPlotsTest {

  private static final ImageDataset IMAGES = SampleImages.images(12, 1);
  private static Run run;

  @BeforeAll
  static void train() {
    run =
        Trainer.on(SampleImages.split(40, 20))
            .withoutStore()
            .keepingEpochs(0, 1)
            .fit(
                LeNet5.of(Activation.TANH),
                Hyperparameters.defaults().withBatchSize(10).withEpochs(3));
  }

  private static String script(Figure figure) {
    return figure.asJavascript("here");
  }

  @Test
  void histogramsHaveARowAnEpochAndAColumnALayer() {
    Figure figure = LayerPlots.histograms("LeNet", run, Kind.WEIGHTS);
    assertThat(figure.getTraces()).hasSize(3 * 5);
    assertThat(figure.getTraces()[0].name()).isEqualTo("start, conv1");
    assertThat(figure.getTraces()[14].name()).isEqualTo("epoch 3, output");
    assertThat(script(figure))
        .contains("title: 'LeNet: weights (quarters stand-in)'")
        .contains("height: 352", "width: 860")
        .contains("ticktext: [\"start\",\"epoch 1\",\"epoch 3\"]")
        .contains("conv1<br>-0.")
        .contains(" of 450 weights from ");
  }

  @Test
  void histogramsOfRunsHaveARowARun() {
    var runs = new LinkedHashMap<String, Run>();
    runs.put("with L2", run);
    runs.put("without", run);
    Figure figure = LayerPlots.histograms("side by side", runs, Kind.BIASES);
    assertThat(figure.getTraces()).hasSize(2 * 5);
    assertThat(script(figure)).contains("ticktext: [\"with L2\",\"without\"]", "biases");
  }

  @Test
  void aHillHoldsItsCountsAsTextsToHoverOver() {
    String script = script(LayerPlots.histograms("LeNet", run, Kind.BIASES));
    assertThat(script).contains("start, conv1: ", " of 6 biases from ", "\"hoverinfo\":\"text\"");
  }

  @Test
  void activationVariationHasALineALayerAtTheKeptEpochs() {
    Figure figure = LayerPlots.activationVariation("variation", run, IMAGES);
    assertThat(figure.getTraces()).hasSize(7);
    assertThat(script(figure))
        .contains("\"x\":[0,1,3]", "type: 'log'", "title: 'variation (quarters stand-in)'");
  }

  private static LayerCosts costs() {
    var rows =
        ModelSummary.of(LeNet5.of(Activation.TANH), SampleImages.SHAPE, 4).rows().subList(0, 2);
    return new LayerCosts(
        10,
        "compiled",
        0.004,
        List.of(
            new LayerCost(rows.get(0), 0.001, 0.002), new LayerCost(rows.get(1), 0.0005, 0.0005)));
  }

  @Test
  void costsAreStackedMilliseconds() {
    Figure figure = LayerPlots.costs("LeNet", costs());
    assertThat(figure.getTraces()).hasSize(2);
    assertThat(script(figure))
        .contains("title: 'LeNet: a step of 10 images, path compiled'")
        .contains("barmode: 'stack'", "milliseconds")
        .contains("\"x\":[\"conv1\",\"pool1\"],\"y\":[1.0,0.5]", "\"y\":[2.0,0.5]")
        .contains("456 parameters, 64,800 multiply-adds an image");
  }

  @Test
  void theCostTableSumsItsLayers() {
    Table table = LayerTables.costs("LeNet", costs());
    assertThat(table.name())
        .isEqualTo("LeNet: 10 images a step, path compiled, whole step with its update 4.00 ms");
    assertThat(table.stringColumn("layer").asList()).containsExactly("conv1", "pool1", "all");
    assertThat(table.doubleColumn("parameters").asDoubleArray()).containsExactly(456, 0, 456);
    assertThat(table.doubleColumn("backward ms").asDoubleArray()).containsExactly(2, 0.5, 2.5);
    assertThat(table.doubleColumn("backward ms").getString(1)).isEqualTo("0.500");
    assertThat(table.doubleColumn("% of the time").asDoubleArray()).containsExactly(75, 25, 100);
    assertThat(table.doubleColumn("activations KiB").getDouble(0))
        .isEqualTo(Math.rint(6 * 12 * 12 * 4 * 10 / 1024.0));
  }

  /** Of class 0 two images, one taken for class 2; of class 1 one image, recognized. */
  private static ConfusionMatrix confusion() {
    return ConfusionMatrix.of(
        new Predictions(
            IMAGES,
            true,
            List.of(
                new Prediction(0, 0, 0, 0.9, 0.9),
                new Prediction(1, 0, 2, 0.6, 0.3),
                new Prediction(2, 1, 1, 0.4, 0.4))));
  }

  @Test
  void aConfusionMatrixShowsCountsAndTheSharesOfAClass() {
    Figure figure = DataPlots.confusionMatrix("LeNet", confusion());
    assertThat(figure.getTraces()).hasSize(2);
    assertThat(script(figure))
        .contains("title: 'LeNet (quarters stand-in)'")
        .contains("\"z\":[[50.0,0.0,50.0,0.0],[0.0,100.0,0.0,0.0],")
        .contains("\"text\":[\"1\",\"1\",\"1\"]")
        .contains("\"colorscale\":\"Viridis\"", "1 of 2 images")
        .contains("autorange: 'reversed'", "taken for")
        .contains("width: 406", "height: 396");
  }

  @Test
  void theTableOfClassesNamesTheMostFrequentConfusion() {
    Table table = Tables.classes("LeNet", confusion());
    assertThat(table.name()).isEqualTo("LeNet: quarters stand-in");
    assertThat(table.longColumn("images").asList()).containsExactly(2L, 1L, 0L, 0L);
    assertThat(table.doubleColumn("recognized %").getDouble(0)).isEqualTo(50);
    assertThat(table.doubleColumn("recognized %").isMissing(3)).isTrue();
    assertThat(table.stringColumn("most often taken for").asList())
        .containsExactly("south west (1)", "", "", "");
  }

  @Test
  void pixelValuesHaveACurveAChannelWithItsMean() {
    Figure figure = DataPlots.pixelValues("pixels", IMAGES, Normalization.ofTraining(IMAGES));
    assertThat(figure.getTraces()).hasSize(3);
    assertThat(script(figure))
        .contains("title: 'pixels (quarters stand-in)'")
        .containsPattern("red: mean -?[0-9]e-[0-9]+, deviation 1\\.00");
  }

  @Test
  void pixelSharesAddUpToAHundred() {
    var trace =
        (PlotlyTrace)
            DataPlots.pixelValues("bytes", IMAGES, Normalization.of(0, 1 / 255.0)).getTraces()[1];
    double sum = 0;
    for (Object share : (List<?>) trace.attributes().getOrDefault("y", List.of())) {
      sum += (Double) share;
    }
    assertThat(sum).isCloseTo(100, within(1e-9));
    List<?> values = (List<?>) trace.attributes().getOrDefault("x", List.of());
    assertThat(values).hasSize(256);
    assertThat(List.of(values.get(0), values.get(1), values.get(255)))
        .isEqualTo(List.of(0f, 1f, 255f));
  }

  @Test
  void theTableOfMapsHasARowANetwork() {
    FeatureMaps maps = FeatureMaps.of(run.trained(), IMAGES, "conv2");
    Table table = LayerTables.featureMaps(Map.of("tanh", maps));
    assertThat(table.name()).isEqualTo("Feature maps of 12 images: quarters stand-in");
    assertThat(table.longColumn("maps").asList()).containsExactly(16L);
    assertThat(table.longColumn("dead maps").asList()).containsExactly(0L);
    assertThat(table.doubleColumn("spread within an image").getDouble(0)).isPositive();
  }

  @Test
  void aTraceCannotEndItsScript() {
    assertThat(PlotlyTrace.of("scatter", "a").with("text", "<!--</script>").asJavascript(3))
        .isEqualTo(
            "var trace3 = {\"type\":\"scatter\",\"name\":\"a\",\"text\":\"\\u003c!--\\u003c/script>\"};");
  }

  @Test
  void theNamesOfLayersAndRunsAreText() {
    var hill = new ParameterHistogram("<i>", Kind.WEIGHTS, 1, Map.of("a & </b>", List.of(1, 2)));
    Figure figure = Ridges.figure("names", List.of(hill));
    assertThat(script(figure))
        .contains("ticktext: [\"&lt;i&gt;<br>-1.00…1.00\"]", "ticktext: [\"a &amp; &lt;/b&gt;\"]")
        .contains(
            "\"name\":\"a &amp; &lt;/b&gt;, &lt;i&gt;\"", "\"a &amp; &lt;/b&gt;, &lt;i&gt;: 1 of 3")
        .doesNotContain("<i>", "</b>");
    assertThat(figure.getTraces()[0].name()).isEqualTo("a & </b>, <i>");
  }

  @Test
  void captionsHaveAboutThreeDigits() {
    assertThat(List.of(0.0, 0.04166, -1.2666, 15.04, 153.2, 3.4e-5).stream().map(Numbers::brief))
        .containsExactly("0", "0.042", "-1.27", "15.0", "153", "3e-05");
    assertThat(Numbers.range(-0.9871, 0.9912)).isEqualTo("-1.0…1.0");
    assertThat(Numbers.range(0.40012, 0.4421)).isEqualTo("0.400…0.442");
    assertThat(Numbers.range(0, 0.0631)).isEqualTo("0…0.063");
    assertThat(Numbers.range(0, 255)).isEqualTo("0…255");
    assertThat(Numbers.range(2, 2)).isEqualTo("2.00");
  }
}
