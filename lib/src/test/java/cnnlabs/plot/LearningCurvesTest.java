package cnnlabs.plot;

import static cnnlabs.plot.LearningCurves.Measured.TEST;
import static cnnlabs.plot.LearningCurves.Measured.TRAINING;
import static cnnlabs.plot.LearningCurves.Measured.VALIDATION;
import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.EpochResult;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.MeanAndRange;
import cnnlabs.run.Run;
import cnnlabs.run.SeedGroup;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/** Curves and tables of several seeds. */
class LearningCurvesTest {

  private static List<SeedGroup> groups;

  @BeforeAll
  static void train() {
    var chosen = Hyperparameters.defaults().withBatchSize(10).withEpochs(3);
    var network = LeNet5.of(Activation.TANH);
    var data = SampleImages.split(50, 20).withValidation(10, 1);
    groups =
        SeedGroup.of(
            Sweep.with(Trainer.on(data).withoutStore())
                .run(
                    Grid.of(chosen, network)
                        .withSeeds(1, 2, 3)
                        .and(Grid.of(chosen.withL2(0.1), network))),
            run -> run.hyperparameters().l2() == 0 ? "none" : "L2");
  }

  private static PlotlyTrace trace(Figure figure, int index) {
    return (PlotlyTrace) figure.getTraces()[index];
  }

  private static List<Double> values(Figure figure, int index) {
    var values = new ArrayList<Double>();
    for (Object value : (List<?>) trace(figure, index).attributes().getOrDefault("y", List.of())) {
      values.add((Double) value);
    }
    return values;
  }

  private static String script(Figure figure) {
    return figure.asJavascript("here");
  }

  @Test
  void severalSeedsAreALineInABandAndOneSeedIsALine() {
    Figure figure = LearningCurves.accuracy("L2", groups, TRAINING, TEST);
    assertThat(figure.getTraces())
        .extracting(trace -> ((PlotlyTrace) trace).name())
        .containsExactly(
            "none, training, range",
            "none, training",
            "none, test, range",
            "none, test",
            "L2, training",
            "L2, test");
    assertThat(script(figure))
        .contains("title: 'L2 (quarters stand-in)'", "width: 760", "height: 400")
        .contains("accuracy (%)", "title: 'epoch'")
        .contains("\"dash\":\"dot\"", "\"dash\":\"solid\"", "#0072B2", "#D55E00");
  }

  @Test
  void theLineIsTheMeanAndTheBandGoesAlongTheGreatestAndBackAlongTheLeast() {
    Figure figure = LearningCurves.loss("losses", groups.subList(0, 1), TEST);
    MeanAndRange first = groups.get(0).at(1, result -> result.test().loss());
    MeanAndRange last = groups.get(0).at(3, result -> result.test().loss());
    List<Double> band = values(figure, 0);
    assertThat(trace(figure, 0).attributes()).containsEntry("x", List.of(1, 2, 3, 3, 2, 1));
    assertThat(band.get(0)).isEqualTo(rounded(first.greatest()));
    assertThat(band.get(3)).isEqualTo(rounded(last.least()));
    assertThat(values(figure, 1))
        .startsWith(rounded(first.mean()))
        .endsWith(rounded(last.mean()))
        .hasSize(3);
    assertThat(trace(figure, 0).attributes()).containsEntry("showlegend", false);
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }

  @Test
  void accuracyIsInPerCent() {
    Figure figure = LearningCurves.accuracy("one", groups.subList(1, 2), VALIDATION);
    double last = validation(groups.get(1).first());
    assertThat(values(figure, 0)).endsWith(rounded(100 * last));
    assertThat(trace(figure, 0).name()).isEqualTo("L2, validation");
  }

  private static double validation(Run run) {
    return run.history().last().flatMap(EpochResult::validation).orElseThrow().accuracy();
  }

  @Test
  void whatWasNotMeasuredHasNoLine() {
    var unmeasured =
        new SeedGroup(
            "no validation",
            List.of(
                Trainer.on(SampleImages.split(20, 10))
                    .withoutStore()
                    .fit(
                        LeNet5.of(Activation.TANH),
                        Hyperparameters.defaults().withBatchSize(10).withEpochs(1))));
    Figure figure = LearningCurves.accuracy("one", List.of(unmeasured), VALIDATION, TEST);
    assertThat(figure.getTraces()).hasSize(1);
    // A line of one point would not be seen.
    assertThat(trace(figure, 0).attributes()).containsEntry("mode", "lines+markers");
  }

  @Test
  void aBoundIsALineThatNoLossGetsBelow() {
    Figure figure = LearningCurves.lossAbove(1.46116, "bound", groups, TEST);
    assertThat(trace(figure, 0).name()).isEqualTo("least possible: 1.4612");
    assertThat(trace(figure, 0).attributes())
        .containsEntry("x", List.of(1, 3))
        .containsEntry("y", List.of(1.4612, 1.4612));
    assertThat(figure.getTraces()).hasSize(4);
  }

  @Test
  void theTableOfEpochsHasARowAnEpoch() {
    Table table = TrainingTables.epochs("tanh", groups.get(0).first());
    assertThat(table.name())
        .isEqualTo("tanh: quarters stand-in, 40 training, 10 validation, 20 test images");
    assertThat(table.columnNames())
        .containsExactly(
            "epoch",
            "training loss",
            "training accuracy %",
            "validation accuracy %",
            "test loss",
            "test accuracy %",
            "seconds");
    assertThat(table.longColumn("epoch").asList()).containsExactly(1L, 2L, 3L);
    EpochResult last = groups.get(0).first().history().last().orElseThrow();
    assertThat(table.doubleColumn("test accuracy %").getDouble(2))
        .isEqualTo(100 * last.test().accuracy());
    assertThat(table.doubleColumn("validation accuracy %").getDouble(2))
        .isEqualTo(100 * validation(groups.get(0).first()));
  }

  @Test
  void theTableOfSeedsHasARowAGroupWithMeanAndRange() {
    Table table = TrainingTables.seeds("L2", groups);
    assertThat(table.name()).startsWith("L2: mean (least … greatest) over seeds, quarters");
    assertThat(table.longColumn("seeds").asList()).containsExactly(3L, 1L);
    MeanAndRange tests = groups.get(0).atTheEnd(result -> result.test().accuracy());
    assertThat(table.stringColumn("test accuracy %").get(0)).isEqualTo(tests.percent());
    assertThat(table.columnNames()).containsSubsequence("validation accuracy %", "test loss");
  }

  @Test
  void nothingHeldOutIsNoColumnOfTheTableOfSeeds() {
    var chosen = Hyperparameters.defaults().withBatchSize(10).withEpochs(1);
    Run run =
        Trainer.on(SampleImages.split(20, 10))
            .withoutStore()
            .fit(LeNet5.of(Activation.TANH), chosen);
    Table table = TrainingTables.seeds("all", List.of(new SeedGroup("one", List.of(run))));
    assertThat(table.columnNames())
        .contains("training accuracy %", "test accuracy %")
        .doesNotContain("validation accuracy %");
  }

  @Test
  void theTableOfChosenEpochsHasTheChosenOneBesideTheLast() {
    Run run = groups.get(0).first();
    EpochResult chosen = run.history().chosenByValidation();
    Table table = TrainingTables.chosenEpochs("chosen", List.of(run), any -> "tanh");
    assertThat(table.longColumn("chosen epoch").asList()).containsExactly((long) chosen.epoch());
    assertThat(table.doubleColumn("test accuracy %").getDouble(0))
        .isEqualTo(100 * chosen.test().accuracy());
    assertThat(table.longColumn("last epoch").asList()).containsExactly(3L);
    assertThat(table.longColumn("seed").asList()).containsExactly(1L);
  }
}
