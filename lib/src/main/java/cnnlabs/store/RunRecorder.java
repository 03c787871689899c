package cnnlabs.store;

import cnnlabs.run.Checkpoint;
import cnnlabs.run.RunStatus;

/** Stores a run while it trains. */
public interface RunRecorder {

  /** Stores nothing. */
  RunRecorder NONE =
      new RunRecorder() {
        @Override
        public boolean isDue() {
          return false;
        }

        @Override
        public void save(RunStatus status, Checkpoint checkpoint) {}
      };

  /**
   * Whether so much time has passed since the last checkpoint that an epoch should not be awaited.
   */
  boolean isDue();

  /**
   * Stores a run. It never fails: training goes on where nothing can be written.
   *
   * @param status training, or how the run ended
   */
  void save(RunStatus status, Checkpoint checkpoint);
}
