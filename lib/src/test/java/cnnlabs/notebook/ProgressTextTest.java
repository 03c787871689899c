package cnnlabs.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.evaluate.Metrics;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.History;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.train.RunProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a cell says of its runs, word for word. */
class ProgressTextTest {

  private static final Trial TRIAL =
      new Trial(LeNet5.of(Activation.TANH), Hyperparameters.defaults());

  private static RunProgress run(RunStatus status, boolean stored, String... notes) {
    return run(TRIAL.hyperparameters(), status, stored, notes);
  }

  private static RunProgress run(
      Hyperparameters chosen, RunStatus status, boolean stored, String... notes) {
    return new RunProgress(
        new Trial(TRIAL.architecture(), chosen),
        status,
        500,
        1000,
        new Metrics(1, 0.5),
        History.EMPTY,
        83,
        stored ? Optional.of(Instant.parse("2026-11-20T12:00:00Z")) : Optional.empty(),
        Arrays.asList(notes));
  }

  private static RunProgress waiting() {
    return new RunProgress(
        TRIAL,
        RunStatus.WAITING,
        0,
        1,
        new Metrics(Double.NaN, Double.NaN),
        History.EMPTY,
        0,
        Optional.empty(),
        List.of());
  }

  @Test
  void runsThatAllCameFromTheStoreAreOneQuietLine() {
    List<RunProgress> twelve = Collections.nCopies(12, run(RunStatus.COMPLETED, true));
    assertThat(ProgressText.lines(twelve, 0.4))
        .isEqualTo("12 of 12 from the store, trained 2026-11-20 in 16 min 36 s");
  }

  @Test
  void aWiderGridSaysHowManyCameFromTheStore() {
    var runs = List.of(run(RunStatus.COMPLETED, true), run(RunStatus.COMPLETED, false));
    assertThat(ProgressText.lines(runs, 83))
        .isEqualTo("2 runs in 1 min 23 s, 1 of them from the store");
  }

  @Test
  void aRunThatIsTrainedAgainForItsStatisticsIsNamed() {
    var runs =
        List.of(
            run(RunStatus.COMPLETED, true, "layer statistics computed from its kept networks"),
            run(
                RunStatus.COMPLETED,
                false,
                "trained again, since no layer statistics were stored"));
    assertThat(ProgressText.lines(runs, 83))
        .contains(
            "LeNet-5, tanh, cross-entropy, SGD 0.01: layer statistics computed from its kept networks")
        .contains(
            "LeNet-5, tanh, cross-entropy, SGD 0.01: trained again, since no layer statistics were stored");
  }

  @Test
  void whatIsSaidOfSeveralRunsIsSaidOnce() {
    RunProgress again =
        run(RunStatus.COMPLETED, false, "trained again, since no layer statistics were stored");
    assertThat(ProgressText.notes(List.of(again, again)))
        .containsExactly("2 runs: trained again, since no layer statistics were stored");
  }

  @Test
  void aRunIsNamedByWhatTellsItFromTheOthers() {
    var chosen = Hyperparameters.defaults();
    var runs =
        List.of(
            run(chosen, RunStatus.TRAINING, false, "carried on from epoch 7, batch 210"),
            run(chosen.withSeed(2), RunStatus.WAITING, false));
    assertThat(ProgressText.notes(runs))
        .containsExactly(
            "LeNet-5, tanh, cross-entropy, SGD 0.01, seed 1: carried on from epoch 7, batch 210");
  }

  @Test
  void aStoppedCellSaysSo() {
    var runs = List.of(run(RunStatus.COMPLETED, false), run(RunStatus.INTERRUPTED, false));
    assertThat(ProgressText.lines(runs, 20)).isEqualTo("stopped after 20 s, 1 of 2 runs completed");
  }

  @Test
  void whileTrainingItEstimatesTheTimeLeft() {
    assertThat(ProgressText.lines(List.of(run(RunStatus.TRAINING, false)), 60))
        .isEqualTo("0 of 1 run ended, about 1 min 23 s left");
  }

  @Test
  void theTimeLeftIsNeverLessThanThatOfARow() {
    List<RunProgress> stored = Collections.nCopies(11, run(RunStatus.COMPLETED, true));
    RunProgress training = run(RunStatus.TRAINING, false);
    var one = Stream.concat(stored.stream(), Stream.of(training)).toList();
    assertThat(ProgressText.headline(one, 1.6))
        .isEqualTo("11 of 12 runs ended, about 1 min 23 s left");
    // Two at once, each half done, and four that wait: 83 s, and twice as long as a whole run.
    var six = new ArrayList<>(Collections.nCopies(2, training));
    six.addAll(Collections.nCopies(4, waiting()));
    assertThat(ProgressText.headline(six, 83))
        .isEqualTo("0 of 6 runs ended, about 6 min 55 s left");
  }

  @Test
  void beforeTheFirstStepThereIsNoEstimate() {
    assertThat(ProgressText.headline(List.of(waiting()), 1))
        .isEqualTo("0 of 1 run ended, estimating the time left");
  }
}
