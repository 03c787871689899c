package cnnlabs.store;

import cnnlabs.run.Checkpoint;
import cnnlabs.run.RunStatus;

/** Stores a run while it trains. */
@FunctionalInterface
public interface RunRecorder {

  /** Stores nothing. */
  RunRecorder NONE = (status, checkpoint) -> {};

  /** Whether the last checkpoint is so old that the end of the epoch should not be awaited. */
  default boolean isDue() {
    return false;
  }

  /** Stores a run. It never fails: training goes on where nothing can be written. */
  void save(RunStatus status, Checkpoint checkpoint);
}
