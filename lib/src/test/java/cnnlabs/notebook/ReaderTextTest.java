package cnnlabs.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.notebook.Exercise.Verdict;
import cnnlabs.run.RunData;
import cnnlabs.train.Estimate;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReaderTextTest {

  private static final RunData DATA = new RunData("CIFAR-10 stand-in", 50_000, 0, 10_000);

  private static Estimate estimate(int runs, int stored, double seconds) {
    return new Estimate(
        runs, stored, DATA, 2, seconds, 4_100_000, Optional.of(Path.of("/elsewhere/runs")));
  }

  @Test
  void anEstimateSaysRunsTimeDiskAndData() {
    assertThat(EstimateText.lines(estimate(12, 4, 330)))
        .isEqualTo(
            """
            8 of 12 runs to train (4 in the store), about 6 min, 2 at once; the networks take 4.1 MB \
            in the folder /elsewhere/runs.
            From a few steps timed just now, on CIFAR-10 stand-in, 50,000 training, 10,000 test \
            images.""");
    assertThat(EstimateText.lines(estimate(12, 0, 330)))
        .startsWith("12 runs to train, about 6 min");
    assertThat(EstimateText.lines(new Estimate(1, 0, DATA, 1, 7, 0, Optional.empty())))
        .startsWith("1 run to train, about 7 s; nothing is stored.");
  }

  @Test
  void nothingToTrainIsSaidInOneLine() {
    assertThat(EstimateText.lines(estimate(12, 12, 0)))
        .isEqualTo("All 12 runs are in the store: nothing to train.");
    assertThat(EstimateText.lines(estimate(1, 1, 0)))
        .isEqualTo("The run is in the store: nothing to train.");
  }

  @Test
  void anEstimateIsRounded() {
    assertThat(EstimateText.time(0.2)).isEqualTo("a second");
    assertThat(EstimateText.time(42.4)).isEqualTo("42 s");
    assertThat(EstimateText.time(336)).isEqualTo("6 min");
    assertThat(EstimateText.time(4200)).isEqualTo("1 h 10 min");
    assertThat(EstimateText.size(58_271)).isEqualTo("58 KB");
    assertThat(EstimateText.size(2_500_000_000L)).isEqualTo("2.5 GB");
  }

  @Test
  void anExerciseIsOpenUntilItIsAnswered() {
    assertThat(Exercise.of("1", (Number) null, 3, 0, "Count again.").verdict())
        .isEqualTo(Verdict.OPEN);
    assertThat(Exercise.of("1", (String) null, "tanh", "Look again.").toString())
        .isEqualTo("Exercise 1: not answered yet. Put your answer in the place of null.");
  }

  @Test
  void anAnswerWithinTheToleranceIsRight() {
    assertThat(Exercise.of("1", 38.3, 38.32, 0.05, "").verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(Exercise.of("1", 38, 38.32, 0.05, "").verdict()).isEqualTo(Verdict.WRONG);
    assertThat(Exercise.of("1", 62_006, 62_006, 0, "").verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(Exercise.of("2", " Tanh ", "tanh", "").verdict()).isEqualTo(Verdict.RIGHT);
  }

  @Test
  void aWrongAnswerIsToldWhatToLookAtAndNotTheRightOne() {
    Exercise wrong = Exercise.of("1", 40, 38.32, 0.05, "Look again at the <table>.");
    assertThat(wrong.toString())
        .isEqualTo(
            "Exercise 1: 40 is not it, with the parameters as they are now. Look again at the <table>.");
    assertThat(wrong.output().html())
        .contains("class=\"cnnlabs-exercise wrong\"", "&lt;table&gt;")
        .doesNotContain("38.32");
  }

  @Test
  void anAnswerThatNothingCanCheckIsOpen() {
    assertThat(Exercise.of("1", 40, Double.NaN, 0.05, "").verdict()).isEqualTo(Verdict.OPEN);
  }

  @Test
  void aPathIsToldFromHereOrFromHome() {
    Path here = Path.of("/home/ada/labs/notebooks");
    Path home = Path.of("/home/ada");
    assertThat(Locations.brief(here.resolve("runs"), here, home)).isEqualTo("runs");
    assertThat(Locations.brief(here, here, home)).isEqualTo("~/labs/notebooks");
    assertThat(Locations.brief(Path.of("/data/mnist"), here, home)).isEqualTo("/data/mnist");
  }
}
