package cnnlabs.plot;

import static cnnlabs.plot.LearningCurves.Measured.TEST;
import static cnnlabs.plot.LearningCurves.Measured.VALIDATION;
import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.SeedGroup;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;

class SeedPlotsTest {

  private static List<SeedGroup> groups;

  @BeforeAll
  static void train() {
    var chosen = Hyperparameters.defaults().withBatchSize(10).withEpochs(1);
    var data = SampleImages.split(50, 20);
    groups =
        SeedGroup.of(
            Sweep.with(Trainer.on(data).withoutStore())
                .run(
                    Grid.of(chosen, LeNet5.of(Activation.TANH), LeNet5.of(Activation.RELU))
                        .withSeeds(1, 2)),
            run -> run.trial().architecture().equals(LeNet5.of(Activation.TANH)) ? "tanh" : "ReLU");
  }

  private static Object attribute(Figure figure, int trace, String name) {
    return ((PlotlyTrace) figure.getTraces()[trace]).attributes().getOrDefault(name, List.of());
  }

  private static double percent(int group, int seed) {
    Run run = groups.get(group).runs().get(seed);
    return 100 * run.history().last().orElseThrow().test().accuracy();
  }

  @Test
  void eachSeedIsADotAndEachGroupADiamondAtTheMean() {
    Figure figure = SeedPlots.accuracy("Activations", groups, TEST, "R4", Map.of());
    assertThat(figure.getTraces()).hasSize(2);
    assertThat(attribute(figure, 0, "y")).isEqualTo(List.of("tanh", "tanh", "ReLU", "ReLU"));
    assertThat(attribute(figure, 0, "x"))
        .isEqualTo(List.of(percent(0, 0), percent(0, 1), percent(1, 0), percent(1, 1)));
    assertThat(attribute(figure, 0, "text"))
        .isEqualTo(List.of("seed 1", "seed 2", "seed 1", "seed 2"));
    assertThat(attribute(figure, 1, "x"))
        .isEqualTo(
            List.of((percent(0, 0) + percent(0, 1)) / 2, (percent(1, 0) + percent(1, 1)) / 2));
    assertThat(figure.asJavascript("here"))
        .contains("Activations (" + groups.get(0).first().data().label() + ")")
        .contains("test accuracy (%)")
        .contains("width: 760")
        .contains("height: 234")
        .contains("'reversed'");
  }

  @Test
  void aReportsFigureIsACrossInItsRow() {
    Figure figure = SeedPlots.accuracy("Activations", groups, TEST, "R4", Map.of("ReLU", 70.0));
    assertThat(((PlotlyTrace) figure.getTraces()[2]).name()).isEqualTo("R4");
    assertThat(attribute(figure, 2, "x")).isEqualTo(List.of(70.0));
    assertThat(attribute(figure, 2, "y")).isEqualTo(List.of("ReLU"));
  }

  @Test
  void whatWasNotMeasuredHasNoPlace() {
    Figure figure = SeedPlots.accuracy("Activations", groups, VALIDATION, "R4", Map.of());
    assertThat(attribute(figure, 0, "x")).isEqualTo(List.of());
    assertThat(attribute(figure, 1, "x")).isEqualTo(List.of());
  }
}
