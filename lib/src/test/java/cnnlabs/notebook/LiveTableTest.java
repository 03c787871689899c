package cnnlabs.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.evaluate.Metrics;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.EpochResult;
import cnnlabs.run.History;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.train.RunProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a grid looks like while it trains: the rows of its table, and the curves below. */
class LiveTableTest {

  private static final int LARGEST = 50_000; // bytes that a notebook keeps

  @Test
  void rowsAreNamedByWhatTellsThemApart() {
    var runs = List.of(run(1, RunStatus.TRAINING, 100), run(2, RunStatus.WAITING, 100));
    assertThat(LiveTable.rows(runs))
        .contains(">LeNet-5, tanh, cross-entropy, SGD 0.01, seed 1<")
        .contains(">LeNet-5, tanh, cross-entropy, SGD 0.01, seed 2<");
  }

  @Test
  void anErrorAndATimeStayOnOneLine() {
    assertThat(LiveTable.rows(List.of(after(10, 0.8))))
        .contains("white-space:nowrap\">50.00 %<")
        .contains("white-space:nowrap\">80.00 %<")
        .contains("white-space:nowrap\">1 min 23 s left<");
  }

  @Test
  void theTestErrorGrowsAsACurveOnOneScaleForAllRows() {
    assertThat(LiveTable.rows(List.of(after(10)))).doesNotContain("<polyline");
    String rows = LiveTable.rows(List.of(after(10, 0.8, 0.4), after(10, 0.4)));
    assertThat(rows.split("<svg", -1)).hasSize(3);
    assertThat(rows)
        .contains("test error by epoch, from 0 to 80.00 %")
        .contains("<polyline points=\"2,2.0 15,11.0\"")
        .contains("<polyline points=\"2,11.0\"");
  }

  @Test
  void aRowIsAsHighBeforeItsFirstEpochAsAfterIt() {
    String size = "<svg width=\"120\" height=\"22\"";
    assertThat(LiveTable.rows(List.of(run(1, RunStatus.WAITING, 10)))).contains(size);
    assertThat(LiveTable.rows(List.of(after(10, 0.8)))).contains(size);
  }

  @Test
  void ofALargeGridTheRowsThatMatterAreShownAndTheRestIsCounted() {
    List<RunProgress> runs =
        Stream.of(
                IntStream.rangeClosed(1, 60).mapToObj(seed -> run(seed, RunStatus.COMPLETED, 10)),
                Stream.of(run(61, RunStatus.TRAINING, 10), run(62, RunStatus.DIVERGED, 10)),
                IntStream.rangeClosed(63, 200).mapToObj(seed -> run(seed, RunStatus.WAITING, 10)))
            .flatMap(all -> all)
            .toList();
    String rows = LiveTable.rows(runs);
    long shown = Pattern.compile("seed \\d+<").matcher(rows).results().count();
    assertThat(shown).isEqualTo(60);
    assertThat(rows)
        .contains("seed 1<", "seed 61<", "seed 62<", "diverged at iteration")
        .doesNotContain("seed 63<")
        .contains(
            "and %d more: 138 waiting, %d completed".formatted(200 - shown, 200 - shown - 138));
  }

  @Test
  void aNotebookKeepsFewKilobytesOfALongGrid() {
    double[] errors = new double[500];
    Arrays.fill(errors, 0.123);
    for (int runs : new int[] {1, 6, 12, 24, 25, 30, 500}) {
      List<RunProgress> grid = Collections.nCopies(runs, after(500, errors));
      assertThat(LiveTable.rows(grid).length() + LiveCurves.html(grid).length())
          .as("%d runs", runs)
          .isLessThan(LARGEST);
    }
  }

  @Test
  void theErrorsOfAFewRunsAreCurvesWithANumberEach() {
    String picture = LiveCurves.html(List.of(after(11, 0.8, 0.4), after(11, 0.4)));
    assertThat(picture)
        .contains("test error by epoch, and training error (dotted)")
        .contains(">80.0 %<", ">40.0 %<", ">11<", ">epoch<")
        // The training error is 0.5.
        .contains("<polyline points=\"56,12.0 112,98.0\" fill=\"none\" stroke=\"#0072B2\"")
        .contains("<polyline points=\"56,76.5 112,76.5\" fill=\"none\" stroke=\"#0072B2\"")
        .contains("<polyline points=\"56,98.0\" fill=\"none\" stroke=\"#D55E00\"")
        .contains("<b style=\"color:#D55E00\">2</b>");
    assertThat(picture.split("stroke-dasharray", -1)).hasSize(3);
  }

  @Test
  void ofMoreRunsEachCurveHasANameWhereTheMousePoints() {
    List<RunProgress> twelve =
        IntStream.rangeClosed(1, 12)
            .mapToObj(seed -> run(seed, RunStatus.TRAINING, 11, 0.8, 0.4))
            .toList();
    String picture = LiveCurves.html(twelve);
    assertThat(picture)
        .contains("test error by epoch of 12 runs. Hover over a curve for its name.")
        .contains("<title>LeNet-5, tanh, cross-entropy, SGD 0.01, seed 1</title><polyline")
        .contains("<title>LeNet-5, tanh, cross-entropy, SGD 0.01, seed 12</title><polyline")
        .doesNotContain("dash");
  }

  @Test
  void manyRunsAreOneColour() {
    String picture = LiveCurves.html(Collections.nCopies(25, after(11, 0.8, 0.4)));
    assertThat(picture)
        .contains("test error by epoch of 25 runs<")
        .doesNotContain("#0072B2", "dash");
    assertThat(picture.split("M56,12.0 112,98.0", -1)).hasSize(26);
  }

  @Test
  void thePictureHasItsPlaceFromTheStartToTheEnd() {
    String size = "<svg width=\"640\" height=\"220\"";
    assertThat(LiveCurves.html(List.of(run(1, RunStatus.WAITING, 2))))
        .contains(size, "test error by epoch")
        .doesNotContain("<polyline");
    assertThat(LiveCurves.html(List.of(run(1, RunStatus.TRAINING, 2, 0.8)))).contains(size);
    assertThat(LiveCurves.html(List.of(run(1, RunStatus.COMPLETED, 2, 0.8, 0.4))))
        .contains(size, "<polyline");
  }

  /** A run that trains, by its test errors so far. */
  private static RunProgress after(int epochs, double... testErrors) {
    return run(1, RunStatus.TRAINING, epochs, testErrors);
  }

  private static RunProgress run(long seed, RunStatus status, int epochs, double... testErrors) {
    var results = new ArrayList<EpochResult>();
    for (double error : testErrors) {
      results.add(
          new EpochResult(
              results.size() + 1,
              new Metrics(1, 0.5),
              0,
              Optional.empty(),
              new Metrics(1, 1 - error),
              1,
              1,
              List.of()));
    }
    return new RunProgress(
        new Trial(
            LeNet5.of(Activation.TANH),
            Hyperparameters.defaults().withEpochs(epochs).withSeed(seed)),
        status,
        500,
        1000,
        new Metrics(1, 0.5),
        new History(results),
        83,
        Optional.empty(),
        List.of());
  }
}
