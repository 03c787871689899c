package cnnlabs.engine.onednn;

import cnnlabs.engine.StepResult;

/** What differs from one run of a program to the next, and what the run measures. */
final class ProgramRun {

  final int[] labels;
  final long dropoutSeed;
  final int iteration;
  final int epoch;

  private StepResult result = new StepResult(Double.NaN, 0);

  ProgramRun(int[] labels, long dropoutSeed, int iteration, int epoch) {
    this.labels = labels;
    this.dropoutSeed = dropoutSeed;
    this.iteration = iteration;
    this.epoch = epoch;
  }

  void measured(StepResult newResult) {
    result = newResult;
  }

  StepResult result() {
    return result;
  }
}
