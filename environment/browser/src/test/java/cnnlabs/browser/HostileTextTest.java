package cnnlabs.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.json.Json;

/** Class names come from files, and titles from anybody: none of them may run in the page. */
class HostileTextTest {

  /** Tags that end a script or begin one, and what a text of JavaScript's cannot hold as it is. */
  private static final String BAD =
      "</SCRIPT ><img src=x onerror='window.hacked = 1'><script>window.hacked = 1</script>"
          + "</scr</script>ipt><img src=x onerror='window.hacked = 1'><!--<script>"
          + "\"&lt;\"\nC:\\";

  /** Every kind of figure, and what else of the library shows a text, which is {@code bad}. */
  private static final String CELL =
      """
      import cnnlabs.data.*;
      import cnnlabs.evaluate.*;
      import cnnlabs.model.*;
      import cnnlabs.notebook.Lab;
      import cnnlabs.plot.*;
      import cnnlabs.run.*;
      import cnnlabs.train.*;
      import java.util.*;
      import tech.tablesaw.api.*;

      Lab.setUp();
      var images = ImageDataset.of(Provenance.standIn(bad, 1), new ImageShape(1, 8, 8), List.of(bad, bad + "b"),
          new byte[4 * 64], new byte[] {0, 1, 0, 1});
      var predictions = new Predictions(images, true, List.of(
          new Prediction(0, 0, 1, 0.9, 0.1), new Prediction(1, 1, 1, 0.9, 0.9),
          new Prediction(2, 0, 0, 0.9, 0.9), new Prediction(3, 1, 0, 0.9, 0.1)));
      var confusion = ConfusionMatrix.of(predictions);
      var data = Split.of(images, images);
      String layer = bad.replaceAll("\\\\p{Cntrl}", ""); // A line break in a layer's name is refused.
      Architecture network = input -> List.of(Layers.conv(layer, 2, 3, Activation.RELU));
      Lab.show(data);
      Lab.show(Table.create(bad, StringColumn.create(bad, bad)));
      Lab.show(ImageGrids.samples(images, 2), bad);
      Lab.show(ImageGrids.predictions(bad, predictions, predictions.misclassified(), 2, 2), bad);
      Lab.show(DataPlots.confusionMatrix(bad, confusion));
      Lab.show(DataPlots.pixelValues(bad, images, Normalization.centered()));
      Lab.show(LineChart.atEpochs(bad, bad, List.of(1, 2), Map.of(bad, List.of(1.0, 2.0))));
      Lab.show(Tables.classes(bad, confusion));
      Lab.show(NetworkDiagram.of(network, images.shape(), images.classes()));
      Lab.show(Comparison.of(bad).with(bad, bad, 1, 2, bad));
      Lab.show(new Claim(bad, bad, true, bad, new RunData(bad, 4, 0, 4)));
      Lab.check(bad, true);
      Lab.exercise(bad, "wrong", bad, bad);
      var run = Trainer.on(data).withoutStore().measuringLayers(4).keepingEpochs(0, 1).withProgress(Lab.progress())
          .fit(network, Hyperparameters.defaults().withEpochs(1).withBatchSize(2));
      Lab.show(Plots.errorCurves(bad, List.of(run), each -> bad));
      Lab.show(Plots.gradientNorms(bad, run));
      Lab.show(Tables.results(List.of(run)));
      Lab.show(LayerPlots.histograms(bad, Map.of(bad, run), ParameterHistogram.Kind.WEIGHTS));
      Lab.show(LayerPlots.activationVariation(bad, run, images));
      Lab.show(LayerPlots.costs(bad, LayerCosts.measure(run.trained(), images, 2)));
      Lab.show(MapGrids.featureMaps(bad, FeatureMaps.of(run.trained(), images, layer), predictions), bad);
      Lab.show(MapGrids.kernels(bad, bad, Kernels.of(run.network(), layer)), bad);
      var plane = new double[][] {{0, 0}, {1, 1}, {0, 1}, {1, 0}};
      Lab.show(LatentPlots.steps(bad, images, new TreeMap<>(Map.of(0, plane, 1, plane)), 4));
      var seeds = SeedGroup.of(List.of(run), each -> bad);
      Lab.show(LearningCurves.accuracy(bad, seeds, LearningCurves.Measured.TEST));
      Lab.show(SeedPlots.accuracy(bad, seeds, LearningCurves.Measured.TEST, bad, Map.of(bad, 50.0)));
      Lab.show(LineChart.byEpoch(bad, bad, Map.of(bad, new double[] {1, 2})));
      System.out.println(bad);
      System.err.println(bad);
      """;

  /** The titles of all figures, without spaces, which SVG does not show as they are. */
  private static final String TITLES =
      "return [...document.querySelectorAll('.gtitle')].map(title => title.textContent.replace(/\\s/g, ''));";

  private static final int FIGURES = 12;

  @Test
  void noTextRunsAndNoneBreaksAFigure(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(Browser.isInstalled(), "There is no Chromium with its driver.");
    Files.writeString(
        folder.resolve("hostile.ipynb"),
        notebook("String bad = " + new Json().toJson(BAD) + ";\n" + CELL));
    try (JupyterServer server = JupyterServer.on(folder);
        Browser browser = Browser.open(1280, 1000)) {
      var page = new NotebookPage(browser, server, "hostile");
      page.open();
      page.runAll();
      page.awaitEnd(Duration.ofMinutes(5));
      NotebookPage.State shown = page.state();
      assertThat(shown.failures()).isEmpty();
      assertNothingRan(browser);
      assertThat(shown.drawn())
          .as("figures that are drawn")
          .isEqualTo(shown.figures())
          .isEqualTo(FIGURES);
      assertThat(shown.broken()).as("images that are broken").isZero();
      String title = BAD.replaceAll("\\s", "");
      assertThat((List<?>) browser.evaluate(TITLES))
          .hasSize(FIGURES)
          .allSatisfy(each -> assertThat(String.valueOf(each)).startsWith(title));
      page.run("throw new IllegalStateException(bad);", Duration.ofSeconds(20));
      assertNothingRan(browser);
      page.save();
      page.reload();
      browser.until(
          "[...document.querySelectorAll('.output .js-plotly-plot')].filter(plot => plot.querySelector('.main-svg')).length == "
              + FIGURES,
          Duration.ofSeconds(30));
      assertNothingRan(browser);
      assertThat(browser.errors()).isEmpty();
      browser.screenshot("hostile");
    }
  }

  private static void assertNothingRan(Browser browser) {
    assertThat(browser.evaluate("return String(window.hacked);")).isEqualTo("undefined");
  }

  private static String notebook(String cell) {
    return """
        {"cells": [{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": %s}],
         "metadata": {"kernelspec": {"name": "java", "display_name": "Java", "language": "java"}},
         "nbformat": 4, "nbformat_minor": 4}
        """
        .formatted(new Json().toJson(cell));
  }
}
