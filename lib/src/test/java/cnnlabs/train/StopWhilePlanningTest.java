package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import cnnlabs.SampleImages;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.LeNet5;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.store.MemoryFolder;
import cnnlabs.store.RunStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stop ends what goes on before anything trains: at the next trial, whatever their number. */
class StopWhilePlanningTest {

  private static final int BEGUN = 3;

  private final Split data = SampleImages.split(20, 10);
  private final AtomicInteger planned = new AtomicInteger();

  /** Is read once for each trial that is planned. The thread is interrupted at the third. */
  private final Architecture stopping =
      input -> {
        if (planned.incrementAndGet() == BEGUN) {
          Thread.currentThread().interrupt();
        }
        return LeNet5.of(Activation.TANH).hiddenLayers(input);
      };

  private final Grid grid =
      Grid.of(Hyperparameters.defaults().withBatchSize(10), stopping)
          .withSeeds(LongStream.rangeClosed(1, 640).toArray());

  @AfterEach
  void theThreadKnowsThatItWasInterruptedAndNothingWorks() throws InterruptedException {
    assertThat(Thread.interrupted()).isTrue();
    assertThat(planned).hasValue(BEGUN);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("cnnlabs-train")) {
        thread.join(10_000); // Its work is done, and it is about to end.
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  @Test
  void stopsAnEstimate() {
    Sweep sweep = Sweep.with(Trainer.on(data).withoutStore());
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> sweep.estimate(grid))
        .withMessageContaining("estimated");
  }

  @Test
  void stopsALookIntoTheStoreBeforeAClusterTrains(
      @TempDir(factory = MemoryFolder.class) Path folder) {
    Cluster none =
        new Cluster() {
          @Override
          public int slots() {
            return 1;
          }

          @Override
          public Map<Integer, String> train(
              Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress) {
            return fail("nothing is to be trained");
          }
        };
    Trainer trainer = Trainer.on(data).withStore(RunStore.at(folder));
    assertThat(Sweep.with(trainer).on(none).run(grid)).isEmpty();
  }
}
