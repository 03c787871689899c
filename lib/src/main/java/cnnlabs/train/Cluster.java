package cnnlabs.train;

import cnnlabs.data.Split;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Other machines or processes that train the runs of a sweep: see {@link Sweep#on}.
 *
 * <p>There, {@link SweepTask#train} trains a task and leaves the run in the store.
 */
public interface Cluster {

  /** How many runs train at once, as far as is known; at least 1. */
  int slots();

  /**
   * Trains every task, and waits until all have ended. Interrupting the thread that waits ends
   * every run at its next batch, and this method.
   *
   * @param data which every task trains on
   * @param progress is told where a task stands, by the task's place in the list; from any thread
   * @return why a task failed, for good, by its place; empty where none did
   * @throws IllegalStateException saying what to do, if nothing can be trained there
   */
  Map<Integer, String> train(
      Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress);
}
