package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.Augmentation;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.Comparison;
import cnnlabs.run.EpochResult;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.train.Trainer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

class PlotsTest {

  private static List<Run> runs;

  @BeforeAll
  static void train() {
    Trainer trainer = Trainer.on(SampleImages.split(40, 20)).withoutStore().measuringLayers(10);
    var hyperparameters = Hyperparameters.defaults().withBatchSize(10).withEpochs(3);
    runs =
        Stream.of(0.1, 0.01)
            .map(hyperparameters::withLearningRate)
            .map(chosen -> trainer.fit(LeNet5.of(Activation.TANH), chosen))
            .toList();
  }

  private static String script(Figure figure) {
    return figure.asJavascript("here");
  }

  @Test
  void errorCurvesShowEachRunsTwoSplitsOnAnAxisFromZeroToAHundred() {
    Figure figure =
        Plots.errorCurves("tanh", runs, run -> "rate " + run.hyperparameters().learningRate());
    assertThat(figure.getTraces()).hasSize(4);
    assertThat(script(figure))
        .contains("title: 'tanh (quarters stand-in)'")
        .contains("rate 0.1, training", "rate 0.1, test", "rate 0.01, training", "rate 0.01, test")
        .contains("error (%)", "epoch")
        .contains("range: [\"0\",\"100\"]");
  }

  @Test
  void errorCurvesHoldTheHistorysValues() {
    EpochResult last = runs.get(0).history().last().orElseThrow();
    String script = script(Plots.errorCurves("tanh", runs.subList(0, 1), Run::label));
    double percent = Math.round(last.testError() * 1e4) / 1e2;
    assertThat(script).contains("\"x\":[1,2,3]").contains("," + percent + "]");
  }

  @Test
  void joinedCurvesHaveAMarkWhereTheirFirstPartEnded() {
    Figure figure = Plots.joinedErrorCurves("tanh", runs, Run::label, 2);
    assertThat(figure.getTraces()).hasSize(5);
    assertThat(script(figure))
        .contains("carried on from epoch 2")
        .contains("\"x\":[2,2]")
        .contains("\"y\":[0,100]");
  }

  @Test
  void aRunHasOneColourAndItsSplitsTwoDashes() {
    String script = script(Plots.errorCurves("tanh", runs, Run::label));
    assertThat(script.split("#0072B2", -1)).hasSize(3);
    assertThat(script.split("#D55E00", -1)).hasSize(3);
    assertThat(script.split("\"dash\":\"dot\"", -1)).hasSize(3);
  }

  @Test
  void aRunThatDidNotReachItsEndSaysSoInItsFigureAndItsTable() {
    Run whole = runs.get(0);
    Run stopped =
        new Run(
            whole.trial(),
            whole.settings(),
            whole.data(),
            whole.backEnd(),
            whole.started(),
            RunStatus.INTERRUPTED,
            whole.iterations(),
            whole.history(),
            whole.networks(),
            whole.end());
    assertThat(script(Plots.errorCurves("tanh", List.of(stopped), Run::label)))
        .contains("(interrupted)");
    assertThat(Tables.results(List.of(stopped)).stringColumn("status").asList())
        .containsExactly("interrupted");
  }

  @Test
  void penaltyAndAugmentationAreColumnsOfTheResultsWhereAnyRunHadThem() {
    Run both =
        Trainer.on(SampleImages.split(40, 20))
            .withoutStore()
            .fit(
                LeNet5.of(Activation.TANH),
                Hyperparameters.defaults()
                    .withEpochs(1)
                    .withL2(1e-3)
                    .withAugmentation(Augmentation.none().withCropPadding(2)));
    assertThat(Tables.results(runs).columnNames()).doesNotContain("L2", "augmentation");
    Table table = Tables.results(List.of(runs.get(0), both));
    assertThat(table.doubleColumn("L2").asList()).containsExactly(0.0, 1e-3);
    assertThat(table.stringColumn("augmentation").asList()).containsExactly("none", "crop 2");
  }

  @Test
  void gradientNormsShowALayerATraceOnALogarithmicAxis() {
    Figure figure = Plots.gradientNorms("gradients", runs.get(0));
    assertThat(figure.getTraces()).hasSize(5);
    assertThat(script(figure))
        .contains("conv1", "conv2", "dense1", "dense2", "output", "type: 'log'");
  }

  @Test
  void gradientNormsSayWhatIsMissing() {
    Run unmeasured =
        Trainer.on(SampleImages.split(20, 10))
            .withoutStore()
            .fit(
                LeNet5.of(Activation.TANH),
                Hyperparameters.defaults().withBatchSize(10).withEpochs(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plots.gradientNorms("gradients", unmeasured))
        .withMessageContaining("Trainer.measuringLayers");
  }

  @Test
  void theResultsTableHasARowARunAndNamesTheStandIn() {
    Table table = Tables.results(runs);
    assertThat(table.name()).isEqualTo("Results: quarters stand-in, 40 training, 20 test images");
    assertThat(table.rowCount()).isEqualTo(2);
    assertThat(table.doubleColumn("learning rate").asDoubleArray()).containsExactly(0.1, 0.01);
    assertThat(table.stringColumn("status").asList()).containsOnly("completed");
    assertThat(table.doubleColumn("test error %").getDouble(0))
        .isEqualTo(Math.rint(1e4 * runs.get(0).testError()) / 100);
  }

  @Test
  void aComparisonGivesTheDifference() {
    Table table =
        Tables.comparison(Comparison.of("test error %").with("sigmoid", "R1", 30, 42.345, "open"));
    assertThat(table.doubleColumn("difference").get(0)).isEqualTo(12.35, within(0.011));
    assertThat(table.name()).isEqualTo("Reported and measured here: test error %");
  }

  @Test
  void aComparisonOfLossesHasTheDecimalsThatTellThemApart() {
    Table table =
        Tables.comparison(
            Comparison.of("loss").withDecimals(4).with("twice", "R3", 1.4957, 1.47932, ""));
    assertThat(table.column("reported").getString(0)).isEqualTo("1.4957");
    assertThat(table.column("ours").getString(0)).isEqualTo("1.4793");
    assertThat(table.column("difference").getString(0)).isEqualTo("-0.0164");
    Table percents = Tables.comparison(Comparison.of("%").with("x", "R1", 30, 42.3, ""));
    assertThat(percents.column("ours").getString(0)).isEqualTo("42.30");
  }
}
