package cnnlabs.train;

import cnnlabs.run.Run;
import cnnlabs.run.Trial;
import java.util.function.Consumer;

/** Training of which a test hears every batch, and whose failure is a run. */
public final class EveryBatch {

  private EveryBatch() {}

  /** Trains on the calling thread, as a sweep's worker does. */
  public static Run fit(Trainer trainer, Trial trial, Consumer<RunProgress> everyBatch) {
    return trainer.training().fit(trainer.training().prepare(trial), everyBatch);
  }
}
