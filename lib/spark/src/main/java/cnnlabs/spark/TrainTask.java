package cnnlabs.spark;

import cnnlabs.train.SweepTask;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.broadcast.Broadcast;

/** What an executor does: trains one run, in the store. */
final class TrainTask implements VoidFunction<SweepTask> {

  private static final long serialVersionUID = 1;

  private final Broadcast<SharedSplit> data;
  private final Requirements requirements;
  private final LatestProgress progress;

  TrainTask(Broadcast<SharedSplit> data, Requirements requirements, LatestProgress progress) {
    this.data = data;
    this.requirements = requirements;
    this.progress = progress;
  }

  @Override
  public void call(SweepTask task) {
    requirements.check(task);
    // An interruption is Spark's: it knows the task for killed, whatever is returned.
    task.train(data.value().split(), progress::add);
  }
}
