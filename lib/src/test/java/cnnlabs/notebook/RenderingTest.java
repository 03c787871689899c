package cnnlabs.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.data.Normalization;
import cnnlabs.data.PixelMeans;
import cnnlabs.data.Split;
import cnnlabs.evaluate.ConfusionMatrix;
import cnnlabs.evaluate.FeatureMaps;
import cnnlabs.evaluate.Kernels;
import cnnlabs.evaluate.ParameterHistogram;
import cnnlabs.evaluate.Predictions;
import cnnlabs.evaluate.TopActivations;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.Layers;
import cnnlabs.model.ModelSummary;
import cnnlabs.model.NetworkDiagram;
import cnnlabs.plot.Plots;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.SeedGroup;
import cnnlabs.store.RunStore;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/** What a cell shows that ends with a value of the library. */
class RenderingTest {

  private static final Split DATA = SampleImages.split(60, 20);
  private static final Architecture NETWORK =
      input ->
          List.of(
              Layers.conv("conv1", 2, 3, Activation.TANH),
              Layers.maxPool("pool1"),
              Layers.dense("dense1", 4, Activation.TANH));
  private static final Hyperparameters CHOSEN = Hyperparameters.defaults().withEpochs(2);
  private static final Run RUN = Trainer.on(DATA).withoutStore().fit(NETWORK, CHOSEN);
  private static final Predictions PREDICTIONS = Predictions.of(RUN.trained(), DATA.test());

  private static Map<String, String> shown(Object value) {
    return new Rendering().apply(value);
  }

  @Test
  void theKernelFindsItByItsName() throws IOException {
    try (var name =
        Objects.requireNonNull(
            Rendering.class.getResourceAsStream("/META-INF/services/cnnlabs.rendering"))) {
      assertThat(new String(name.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualToIgnoringNewLines(Rendering.class.getName());
    }
  }

  @Test
  void everyValueIsOneShortLineOfText(@TempDir Path folder) {
    var network = RUN.network();
    Trainer stored = Trainer.on(DATA).withStore(RunStore.at(folder));
    stored.fit(NETWORK, CHOSEN.withEpochs(1));
    List<Object> values =
        List.of(
            RUN,
            RUN.settings(),
            RUN.history(),
            RUN.history().epochs().get(0),
            RUN.trial(),
            stored.estimate(NETWORK, CHOSEN),
            RunStore.at(folder).runs().get(0),
            Grid.of(CHOSEN, NETWORK).withLearningRates(0.1, 0.01),
            new SeedGroup("small", List.of(RUN)),
            PREDICTIONS,
            PREDICTIONS.all().get(0),
            ConfusionMatrix.of(PREDICTIONS),
            FeatureMaps.of(RUN.trained(), DATA.test(), "conv1"),
            FeatureMaps.of(RUN.trained(), DATA.test(), "conv1").map(0, 0),
            TopActivations.of(RUN.trained(), DATA.test(), "conv1", 2),
            ParameterHistogram.of(Map.of("small", network), ParameterHistogram.Kind.WEIGHTS, 50),
            Kernels.of(network, "conv1"),
            PixelMeans.of(DATA.test(), Normalization.centered()),
            ModelSummary.of(NETWORK, DATA.shape(), DATA.classes()),
            NetworkDiagram.of(NETWORK, DATA.shape(), DATA.classes()),
            DATA,
            DATA.test());
    assertThat(values)
        .allSatisfy(
            value ->
                assertThat(value.toString()).doesNotContain("\n", "@", "{").hasSizeLessThan(400));
  }

  @Test
  void aRunSaysWhatItIsInALine() {
    assertThat(RUN.toString())
        .startsWith("own network, 472 parameters, tanh, cross-entropy, SGD 0.01, on ")
        .contains("60 training, 20 test images: completed, 2 epochs in ", " s, test loss ", " %");
    assertThat(PREDICTIONS.toString()).contains("20 images", "classified correctly (");
    assertThat(ConfusionMatrix.of(PREDICTIONS).toString()).contains(" recognized, most often");
  }

  @Test
  void runsPredictionsAndTablesAreTables() {
    for (Object value :
        List.of(
            RUN,
            List.of(RUN),
            RUN.history(),
            PREDICTIONS,
            ConfusionMatrix.of(PREDICTIONS),
            new SeedGroup("small", List.of(RUN)),
            Table.create("numbers", IntColumn.create("n", 41, 42)))) {
      assertThat(shown(value).get("text/html")).startsWith("<table>");
      assertThat(shown(value).get("text/plain")).isEqualTo(value.toString());
    }
  }

  @Test
  void aFigureDrawsItselfAsLabShowsIt() {
    var figure = Plots.errorCurves("small", List.of(RUN), Run::label);
    assertThat(shown(figure).get("text/html")).contains("Plotly.newPlot(");
    assertThat(shown(figure).get("text/plain")).isEqualTo("[figure: shown in a notebook]");
  }

  @Test
  void picturesOfADataSetAreShownAndOnlyTheFirst() {
    assertThat(shown(DATA.training()).get("text/html"))
        .startsWith("<img src=\"data:image/png;base64,")
        .isEqualTo(shown(DATA.training().take(16)).get("text/html"));
  }

  @Test
  void ofALongTableTheFirstRowsAreShown() {
    int[] numbers = new int[20_000];
    String html = shown(Table.create("long", IntColumn.create("n", numbers))).get("text/html");
    assertThat(html).hasSizeLessThan(10_000).contains("The first 100 of 20,000 rows");
  }

  @Test
  void ofOtherValuesTheTextIsAll() {
    assertThat(shown(RUN.trial())).isEmpty();
    assertThat(shown(List.of())).isEmpty();
    assertThat(shown(List.of(1))).isEmpty();
  }
}
