package cnnlabs.train;

import cnnlabs.evaluate.Metrics;
import cnnlabs.run.History;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a run stands while it trains.
 *
 * @param trial what is trained
 * @param status waiting, training, or how it ended
 * @param iterations steps done, over all epochs
 * @param totalIterations steps in all epochs
 * @param training the running mean of the present epoch, NaN before its first batch
 * @param history the epochs that are finished
 * @param seconds of training and measuring so far
 * @param stored when it was trained, where it came whole from the store
 * @param notes what else there is to say of it, in words
 */
@RecordBuilder
public record RunProgress(
    Trial trial,
    RunStatus status,
    long iterations,
    long totalIterations,
    Metrics training,
    History history,
    double seconds,
    Optional<Instant> stored,
    List<String> notes)
    implements RunProgressBuilder.With {

  public RunProgress {
    notes = List.copyOf(notes);
  }

  static List<RunProgress> waiting(List<Trial> trials) {
    return trials.stream().map(RunProgress::waiting).toList();
  }

  static RunProgress waiting(Trial trial) {
    return new RunProgress(
        trial,
        RunStatus.WAITING,
        0,
        1,
        Metrics.NOT_MEASURED,
        History.EMPTY,
        0,
        Optional.empty(),
        List.of());
  }

  /** Steps done of all steps, 0 to 1. */
  public double fraction() {
    return (double) iterations / totalIterations;
  }

  /** The epoch under way, from 1, or the last one at the end; 0 before the start. */
  public int epoch() {
    int finished = history.epochs().size();
    return status == RunStatus.TRAINING
        ? Math.min(finished + 1, trial.hyperparameters().epochs())
        : finished;
  }

  /** An estimate from the pace so far; NaN before the first step. */
  public double secondsLeft() {
    return iterations == 0 ? Double.NaN : seconds * (1 - fraction()) / fraction();
  }

  /** One line: what is trained, and where it stands. */
  @Override
  public String toString() {
    return "%s: %s, epoch %d of %d, %s"
        .formatted(trial.label(), status, epoch(), trial.hyperparameters().epochs(), history);
  }
}
