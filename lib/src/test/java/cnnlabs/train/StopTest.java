package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.data.Cifar10;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.store.LockedRun;
import cnnlabs.store.MemoryFolder;
import cnnlabs.store.RunStore;
import cnnlabs.store.StoredRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stop ends whatever goes on soon, and nothing of it goes on. */
class StopTest {

  private static final double LIMIT_SECONDS = 10; // Two, where the machine does nothing else.

  private static final Hyperparameters ENDLESS =
      Hyperparameters.defaults().withBatchSize(10).withEpochs(1_000_000);

  private static final LeNet5 NETWORK = LeNet5.of(Activation.TANH);

  private RunStore store;

  @BeforeEach
  void open(@TempDir(factory = MemoryFolder.class) Path folder) {
    store = RunStore.at(folder);
  }

  private Trainer trainer(Split data) {
    return Trainer.on(data).withStore(store);
  }

  /** What the work returned, or the exception that it threw, once it was stopped. */
  private static Object stop(CountDownLatch begun, Supplier<?> work) throws InterruptedException {
    var result = new AtomicReference<@Nullable Object>();
    var cell =
        new Thread(
            () -> {
              try {
                result.set(work.get());
              } catch (CancellationException e) {
                result.set(e);
              }
            },
            "cell");
    cell.start();
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    TimeUnit.MILLISECONDS.sleep(300);
    long stopped = System.nanoTime();
    cell.interrupt();
    cell.join();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("cnnlabs-train")) {
        thread.join(); // Its work is done, and it is about to end.
      }
    }
    assertThat((System.nanoTime() - stopped) / 1e9).isLessThan(LIMIT_SECONDS);
    Object value = result.get();
    assertThat(value).isNotNull();
    return value == null ? "" : value;
  }

  private static ProgressListener at(CountDownLatch begun) {
    return runs -> {
      if (runs.stream().anyMatch(run -> run.iterations() > 0)) {
        begun.countDown();
      }
    };
  }

  @Test
  void stopsTraining() throws InterruptedException {
    var begun = new CountDownLatch(1);
    Trainer trainer = trainer(SampleImages.split(80, 20)).withProgress(at(begun));
    Run run = (Run) stop(begun, () -> trainer.fit(NETWORK, ENDLESS));
    assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(run.history().epochs()).isNotEmpty();
    assertThat(store.runs()).extracting(StoredRun::iterations).containsExactly(run.iterations());
  }

  /** Measuring the test images takes far longer than the limit. */
  @Test
  void stopsEvaluation() throws InterruptedException {
    var begun = new CountDownLatch(1);
    Split data = SampleImages.split(10, 200_000);
    Trainer trainer = trainer(data).withProgress(at(begun));
    Run run = (Run) stop(begun, () -> trainer.fit(NETWORK, ENDLESS));
    assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(run.iterations()).isEqualTo(1);
    assertThat(run.history().epochs()).isEmpty();
  }

  @Test
  void stopsAGridOnAllCores() throws InterruptedException {
    var begun = new CountDownLatch(1);
    Grid grid = Grid.of(ENDLESS, NETWORK).withSeeds(1, 2, 3, 4, 5, 6);
    Sweep sweep = Sweep.with(trainer(SampleImages.split(80, 20))).withProgress(at(begun));
    var runs = (List<?>) stop(begun, () -> sweep.run(grid));
    assertThat(runs).isNotEmpty();
    assertThat(store.runs())
        .hasSameSizeAs(runs)
        .extracting(StoredRun::status)
        .containsOnly(RunStatus.INTERRUPTED);
  }

  @Test
  void stopsDataLoading() throws InterruptedException {
    var begun = new CountDownLatch(1);
    Object end =
        stop(
            begun,
            () -> {
              begun.countDown();
              return Cifar10.standIn(50_000, 10_000, 7);
            });
    assertThat(end).isInstanceOf(CancellationException.class);
  }

  @Test
  void stopsWaitingForAnotherWhoTrainsTheSame() throws InterruptedException, IOException {
    Split data = SampleImages.split(80, 20);
    String key = trainer(data).training().prepare(new Trial(NETWORK, ENDLESS)).key();
    var begun = new CountDownLatch(1);
    try (LockedRun other = store.lock(key, "the same", () -> {}).orElseThrow()) {
      assertThat(other.copies().all()).isEmpty();
      Trainer trainer =
          trainer(data)
              .withProgress(
                  runs -> {
                    if (runs.get(0).notes().toString().contains("waiting for another")) {
                      begun.countDown();
                    }
                  });
      Run run = (Run) stop(begun, () -> trainer.fit(NETWORK, ENDLESS));
      assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
    }
  }

  @Test
  void whatWasStoppedIsUsableAtOnce() throws InterruptedException {
    stopsTraining();
    Run run = trainer(SampleImages.split(80, 20)).fit(NETWORK, ENDLESS.withEpochs(2));
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
  }
}
