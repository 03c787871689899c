package cnnlabs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.run.Grid;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.store.RunStore;
import cnnlabs.store.StoredRun;
import cnnlabs.train.RunProgress;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerBlockUpdated;
import org.apache.spark.storage.BlockUpdatedInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on a real cluster: a master, two workers and their executors, each a JVM. */
@Tag("full")
@Timeout(600)
class StandaloneClusterTest {

  /** Of an executor of one core, unless asked otherwise. */
  private static final long HEAP = 1L << 30;

  private static final long OVERHEAD = 1L << 30;

  private StandaloneCluster cluster;
  private Process firstWorker;
  private RunStore store;

  @BeforeEach
  void start(@TempDir Path home, @TempDir Path runs) throws IOException, InterruptedException {
    cluster = new StandaloneCluster(home);
    firstWorker = cluster.worker("worker-1", "2g");
    cluster.worker("worker-2", "2g");
    store = RunStore.at(runs).withCheckpointInterval(Duration.ofMillis(200));
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    cluster.stop();
  }

  private Sweep sweep(SparkCluster client) {
    return Sweep.with(Trainer.on(Samples.DATA).withStore(store)).on(client);
  }

  @Test
  void twoWorkersGiveTheBitsOfAPlainSweep() {
    try (SparkCluster client = cluster.client()) {
      var arrivals = new Arrivals();
      assertThat(client.slots()).isEqualTo(2);
      SparkContext.getOrCreate().addSparkListener(arrivals);
      List<Run> trained = sweep(client).run(Samples.GRID);
      assertThat(trained).hasSize(24).allMatch(run -> run.status() == RunStatus.COMPLETED);
      assertThat(arrivals.executors).hasSize(2).doesNotHaveDuplicates();
      assertThat(cluster.executorPeaks())
          .hasSize(2)
          .allSatisfy(peak -> assertThat(peak).isLessThan(HEAP + OVERHEAD));
      Samples.assertSameWeights(Samples.weights(trained), Samples.plainWeights(Samples.GRID));
    }
  }

  /** Counts on which executors the images arrive: what else is broadcast is much smaller. */
  private static final class Arrivals extends SparkListener {

    private static final long LEAST = 50_000; // Bytes, of about 100,000.

    private final List<String> executors = new CopyOnWriteArrayList<>();

    @Override
    public void onBlockUpdated(SparkListenerBlockUpdated update) {
      BlockUpdatedInfo block = update.blockUpdatedInfo();
      if (block.blockId().isBroadcast()
          && !block.blockManagerId().isDriver()
          && block.storageLevel().isValid() // Else it goes.
          && block.memSize() + block.diskSize() > LEAST) {
        executors.add(block.blockManagerId().executorId());
      }
    }
  }

  @Test
  void aKilledWorkerCostsNothingThatWasFinished() {
    Grid longer =
        new Grid(
            Samples.GRID.trials().stream()
                .map(
                    trial ->
                        new cnnlabs.run.Trial(
                            trial.architecture(), trial.hyperparameters().withEpochs(120)))
                .toList());
    Map<String, Instant> finishedBefore = new ConcurrentHashMap<>();
    try (SparkCluster client = cluster.client()) {
      List<Run> trained =
          sweep(client)
              .withProgress(
                  now -> {
                    if (firstWorker.isAlive() && finished(now) >= 4) {
                      finishedBefore.putAll(finishedRuns());
                      firstWorker.destroyForcibly();
                    }
                  })
              .run(longer);
      assertThat(trained).hasSize(24).allMatch(run -> run.status() == RunStatus.COMPLETED);
      assertThat(finishedBefore).hasSizeGreaterThanOrEqualTo(4).hasSizeLessThan(24);
      assertThat(finishedRuns()).hasSize(24).containsAllEntriesOf(finishedBefore);
      Samples.assertSameWeights(Samples.weights(trained), Samples.plainWeights(longer));
    }
  }

  private static long finished(List<RunProgress> runs) {
    return runs.stream().filter(run -> run.status() == RunStatus.COMPLETED).count();
  }

  /** By key, when each was last written. */
  private Map<String, Instant> finishedRuns() {
    return store.runs().stream()
        .filter(run -> run.status() == RunStatus.COMPLETED)
        .collect(Collectors.toMap(StoredRun::key, StoredRun::written));
  }
}
