package cnnlabs.train;

import cnnlabs.evaluate.Metrics;

/**
 * Where a run stands while it trains.
 *
 * @param trial what is trained
 * @param status waiting, training, or how it ended
 * @param iterations steps done, over all epochs
 * @param totalIterations steps in all epochs
 * @param training the running mean of the present epoch, NaN before its first batch
 * @param history the epochs that are finished
 * @param seconds since it began
 */
public record RunProgress(
    Trial trial,
    RunStatus status,
    long iterations,
    long totalIterations,
    Metrics training,
    History history,
    double seconds) {

  static RunProgress waiting(Trial trial) {
    return new RunProgress(
        trial, RunStatus.WAITING, 0, 1, new Metrics(Double.NaN, Double.NaN), History.EMPTY, 0);
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
}
