package cnnlabs.spark;

import cnnlabs.data.Split;
import cnnlabs.train.Cluster;
import cnnlabs.train.SweepTask;
import cnnlabs.train.TaskProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster of Apache Spark, on which the runs of a sweep are tasks.
 *
 * <pre>{@code
 * var cluster = SparkCluster.at("spark://head:7077").with("spark.executor.memory", "4g");
 * List<Run> runs = Sweep.with(Trainer.on(data)).on(cluster).run(grid);
 * }</pre>
 *
 * <p>The library and the images go to the executors by themselves. The run store must lie in a
 * folder that driver and executors have under the same path. A run whose executor is lost is tried
 * again from its last checkpoint, unless the sweep is {@link cnnlabs.train.Sweep#fresh}; one that
 * fails three times is given up.
 *
 * <p>The connection is made when it is first used and lasts until {@link #close()}. A JVM has one
 * at a time.
 */
public final class SparkCluster implements Cluster, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SparkCluster.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration TIME_TO_STOP = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 100;
  private static final int ATTEMPTS = 3;

  /** As the engine's own settings have it: one thread a network, memory kept. */
  private static final List<String> ENVIRONMENT =
      List.of(
          "OMP_NUM_THREADS",
          "MALLOC_TRIM_THRESHOLD_",
          "MALLOC_MMAP_THRESHOLD_",
          "MALLOC_TOP_PAD_",
          "MALLOC_ARENA_MAX");

  private final Master master;
  private final Map<String, String> properties;
  private final Duration patience;
  private @Nullable JavaSparkContext connection;

  private SparkCluster(Master master, Map<String, String> properties, Duration patience) {
    this.master = master;
    this.properties = Map.copyOf(properties);
    this.patience = patience;
  }

  /** This machine's cores, in this process. */
  public static SparkCluster local() {
    return at("local[*]");
  }

  /**
   * The cluster of a master. It is not contacted yet.
   *
   * @param master in the form of {@code spark.master}: {@code local[2]}, {@code spark://host:7077},
   *     {@code yarn}, {@code k8s://https://host:port}
   * @throws IllegalArgumentException if it is none of these
   */
  public static SparkCluster at(String master) {
    return new SparkCluster(Master.of(master), Map.of(), PATIENCE);
  }

  /** The same with one of Spark's own properties, such as {@code spark.executor.memory}. */
  public SparkCluster with(String property, String value) {
    var changed = new TreeMap<>(properties);
    changed.put(property, value);
    return new SparkCluster(master, changed, patience);
  }

  /** The same with another time to wait for a first executor: 15 seconds by default. */
  public SparkCluster waiting(Duration patience) {
    return new SparkCluster(master, properties, patience);
  }

  @Override
  public int slots() {
    return Math.max(1, connection().defaultParallelism());
  }

  @Override
  public Map<Integer, String> train(
      Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress) {
    JavaSparkContext spark = connection();
    String group = "cnnlabs-" + UUID.randomUUID();
    Path marker = mark(Path.of(tasks.get(0).store()), group);
    var reports = new TaskReports(progress);
    try {
      spark.sc().addSparkListener(reports);
      return train(spark, SharedSplit.of(data), tasks, group, marker, reports);
    } finally {
      tidyUp(() -> spark.sc().removeSparkListener(reports));
      tidyUp(() -> Files.deleteIfExists(marker));
    }
  }

  private static Map<Integer, String> train(
      JavaSparkContext spark,
      SharedSplit shared,
      List<SweepTask> tasks,
      String group,
      Path marker,
      TaskReports reports) {
    Broadcast<SharedSplit> broadcast = spark.broadcast(shared);
    try {
      spark.setJobGroup(group, "CNN Labs: %d runs".formatted(tasks.size()), true);
      Requirements requirements = Requirements.of(shared, marker);
      check(spark, tasks.get(0), requirements);
      var jobs = new ArrayList<JavaFutureAction<Void>>();
      for (int place = 0; place < tasks.size(); place++) {
        var latest = new LatestProgress();
        spark
            .sc()
            .register(latest, "progress"); // Only what has a name is told at the end of a task.
        reports.listenTo(latest, place);
        // A job of its own: where Spark gives one up, the others go on.
        jobs.add(
            spark
                .parallelize(List.of(tasks.get(place)), 1)
                .foreachAsync(new TrainTask(broadcast, requirements, latest)));
      }
      return await(spark, group, jobs, reports);
    } finally {
      tidyUp(spark::clearJobGroup);
      if (!spark.sc().isStopped()) {
        tidyUp(broadcast::destroy);
      }
    }
  }

  /** A step that may throw what it does not declare, as Scala's do. */
  private interface Step {
    void run() throws Exception;
  }

  /** Does a step on an interrupted thread, too; one that fails must not hide how the runs ended. */
  private static void tidyUp(Step step) {
    boolean interrupted = Thread.interrupted(); // Which must not stop Spark's own tidying up.
    try {
      step.run();
    } catch (Exception e) {
      LOG.warn("After a sweep, something was left behind: {}", e.toString());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Fails now, and once, where every task would fail. */
  private static void check(JavaSparkContext spark, SweepTask task, Requirements requirements) {
    try {
      spark.parallelize(List.of(task), 1).foreachAsync(requirements::check).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(FailureReason.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Which ends the jobs as soon as they begin.
    }
  }

  private static Map<Integer, String> await(
      JavaSparkContext spark,
      String group,
      List<JavaFutureAction<Void>> jobs,
      TaskReports reports) {
    var failures = new TreeMap<Integer, String>();
    try {
      for (int place = 0; place < jobs.size(); place++) {
        try {
          jobs.get(place).get();
        } catch (ExecutionException e) {
          failures.put(place, FailureReason.of(e));
        }
      }
    } catch (InterruptedException e) {
      spark.cancelJobGroup(group);
      stop(reports);
    }
    return failures;
  }

  /** What was trained so far is stored before this ends, unless an executor hangs. */
  private static void stop(TaskReports reports) {
    try {
      reports.awaitIdle(TIME_TO_STOP);
    } catch (InterruptedException e) {
      // Stopped twice: then at once.
    }
    Thread.currentThread().interrupt();
  }

  private static Path mark(Path store, String name) {
    try {
      return Files.createFile(Files.createDirectories(store).resolve("." + name));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Runs cannot be stored in %s: choose another folder with CNNLABS_RUNS".formatted(store),
          e);
    }
  }

  private synchronized JavaSparkContext connection() {
    JavaSparkContext open = connection;
    if (open == null || open.sc().isStopped()) {
      master.requireAnswer();
      open = new JavaSparkContext(configuration());
      connection = open;
      try {
        awaitExecutor(open);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }
    return open;
  }

  private SparkConf configuration() {
    var configuration =
        new SparkConf()
            .setMaster(master.withAttempts(ATTEMPTS))
            .setAppName("CNN Labs")
            .set("spark.task.maxFailures", Integer.toString(ATTEMPTS))
            .setIfMissing("spark.executor.heartbeatInterval", "500ms")
            .setIfMissing("spark.ui.enabled", "false");
    if (master.isLocal()) {
      configuration
          .setIfMissing("spark.driver.host", "127.0.0.1")
          .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    } else {
      configuration.setIfMissing(
          "spark.jars", String.join(",", ShippedJars.of(System.getProperty("java.class.path"))));
      for (String variable : ENVIRONMENT) {
        String value = System.getenv(variable);
        if (value != null) {
          configuration.setExecutorEnv(variable, value);
        }
      }
    }
    properties.forEach(configuration::set);
    return OffHeap.counted(configuration);
  }

  private void awaitExecutor(JavaSparkContext spark) {
    long end = System.nanoTime() + patience.toNanos();
    // The driver counts as one.
    while (!master.isLocal() && spark.sc().statusTracker().getExecutorInfos().length < 2) {
      if (spark.sc().isStopped() || System.nanoTime() > end) {
        throw new IllegalStateException(
            ("No executor of %s came within %d s. The master's page shows whether a worker has as many cores and as much"
                    + " memory free as asked for (spark.executor.cores %s, spark.executor.memory %s), and what an executor"
                    + " wrote that ended as it began: it needs Java %d, as here (spark.executorEnv.JAVA_HOME). If all is"
                    + " well there, the executors cannot reach this machine: see spark.driver.host.")
                .formatted(
                    master,
                    patience.toSeconds(),
                    spark.getConf().get("spark.executor.cores", "all"),
                    spark.getConf().get("spark.executor.memory", "1g"),
                    Runtime.version().feature()));
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while %s was asked".formatted(master), e);
      }
    }
  }

  /** Ends the connection and frees the executors. The next sweep makes a new one. */
  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  @Override
  public String toString() {
    return master.toString();
  }
}
