package cnnlabs.spark;

import cnnlabs.train.TaskProgress;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;

/** Where one task stands. It comes to the driver with its executor's heartbeats. */
final class LatestProgress extends AccumulatorV2<TaskProgress, @Nullable TaskProgress> {

  private static final long serialVersionUID = 1;

  private volatile @Nullable TaskProgress latest;

  @Override
  public boolean isZero() {
    return latest == null;
  }

  @Override
  public LatestProgress copy() {
    var copy = new LatestProgress();
    copy.latest = latest;
    return copy;
  }

  @Override
  public void reset() {
    latest = null;
  }

  @Override
  public void add(TaskProgress now) {
    latest = now;
  }

  @Override
  public void merge(AccumulatorV2<TaskProgress, @Nullable TaskProgress> other) {
    if (!other.isZero()) {
      latest = other.value();
    }
  }

  @Override
  public @Nullable TaskProgress value() {
    return latest;
  }
}
