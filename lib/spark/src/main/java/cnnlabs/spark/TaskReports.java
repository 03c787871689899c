package cnnlabs.spark;

import cnnlabs.train.TaskProgress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import scala.jdk.javaapi.CollectionConverters;

/** Hears from the executors where their tasks stand, and passes it on. */
final class TaskReports extends SparkListener {

  private final BiConsumer<Integer, TaskProgress> progress;
  private final Map<Long, Integer> taskOf = new ConcurrentHashMap<>();
  private int running;

  TaskReports(BiConsumer<Integer, TaskProgress> progress) {
    this.progress = progress;
  }

  /** Where the task of this place reports. */
  void listenTo(LatestProgress reports, int place) {
    taskOf.put(reports.id(), place);
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(task -> CollectionConverters.asJava(task._4()).forEach(this::report));
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    running++;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    CollectionConverters.asJava(end.taskInfo().accumulables()).forEach(this::report);
    synchronized (this) {
      running--;
      notifyAll();
    }
  }

  private void report(AccumulableInfo value) {
    Integer place = taskOf.get(value.id());
    if (place != null
        && value.update().isDefined()
        && value.update().get() instanceof TaskProgress now) {
      progress.accept(place, now);
    }
  }

  /** Waits until no task runs any more, but not for longer than this. */
  synchronized void awaitIdle(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (running > 0) {
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return;
      }
      wait(millis);
    }
  }
}
