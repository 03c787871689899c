package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.evaluate.Metrics;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.train.EveryBatch;
import cnnlabs.train.RunProgress;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that stops anywhere goes on as if it had not. */
class ResumeTest {

  private static final int EPOCHS = 2;
  private static final int BATCHES = 8;

  private final List<String> messages = new ArrayList<>();
  private RunStore store;

  @BeforeEach
  void open(@TempDir(factory = MemoryFolder.class) Path folder) {
    store = RunStore.at(folder).with(new DurableFiles(), messages::add);
  }

  @AfterEach
  void compiledAgain() {
    System.clearProperty("cnnlabs.engine");
  }

  private static Run fit(RunStore store, Consumer<RunProgress> everyBatch) {
    return fit(store, StoreSamples.CHOSEN, everyBatch);
  }

  private static Run fit(RunStore store, Hyperparameters chosen, Consumer<RunProgress> everyBatch) {
    return EveryBatch.fit(
        Trainer.on(StoreSamples.DATA).withStore(store),
        new Trial(StoreSamples.NETWORK, chosen.withEpochs(EPOCHS)),
        everyBatch);
  }

  private static Consumer<RunProgress> stopAt(long iteration) {
    return now -> {
      if (now.iterations() == iteration) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** The last batch of an epoch among them: what is left then is to measure. */
  @ParameterizedTest
  @ValueSource(strings = {"compiled", "layers"})
  void aRunThatWasStoppedAtAnyBatchGoesOn(String path) {
    System.setProperty("cnnlabs.engine", path);
    Run undisturbed = StoreSamples.undisturbed(EPOCHS);
    assertThat(undisturbed.settings().path()).isEqualTo(path);
    for (int iteration = 1; iteration < EPOCHS * BATCHES; iteration++) {
      Run stopped = fit(store, stopAt(iteration));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(stopped.status()).isEqualTo(RunStatus.INTERRUPTED);
      assertThat(stopped.iterations()).isEqualTo(iteration);
      assertThat(store.runs().get(0).status()).isEqualTo(RunStatus.INTERRUPTED);
    }
    StoreSamples.assertSame(fit(store, now -> {}), undisturbed);
    assertThat(messages).isEmpty();
  }

  @Test
  void aStoppedRunKeepsWhatItHasAndSaysSo() {
    Run stopped = fit(store, stopAt(BATCHES + 3));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped.history().epochs()).hasSize(1);
    StoreSamples.assertSameNetwork(
        store.open(stopped.settings().key()).network(), stopped.network());
    StoreSamples.assertSame(
        Trainer.on(StoreSamples.DATA).withoutStore().resume(stopped, 1),
        StoreSamples.undisturbed(EPOCHS));
  }

  @Test
  void aStoppedRunGoesOnWithoutAStoreToo() {
    Run stopped =
        EveryBatch.fit(
            Trainer.on(StoreSamples.DATA).withoutStore(),
            new Trial(StoreSamples.NETWORK, StoreSamples.CHOSEN.withEpochs(EPOCHS)),
            stopAt(BATCHES + 3));
    assertThat(Thread.interrupted()).isTrue();
    StoreSamples.assertSame(
        Trainer.on(StoreSamples.DATA).withoutStore().resume(stopped, 1),
        StoreSamples.undisturbed(EPOCHS));
  }

  /** Dies, as a process does, when it is to write the n-th file. */
  private static final class Dying extends DurableFiles {

    private final AtomicInteger left;

    Dying(int writes) {
      left = new AtomicInteger(writes);
    }

    @Override
    void write(Path file, byte[] content) throws IOException {
      if (left.getAndDecrement() == 0) {
        throw new Death();
      }
      super.write(file, content);
    }
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aProcessThatDiesAtAnyWriteLosesOneCheckpointAtMost(
      @TempDir(factory = MemoryFolder.class) Path folder) {
    Hyperparameters few = StoreSamples.CHOSEN.withBatchSize(20);
    Run undisturbed = fit(store, few, now -> {});
    var reached = new AtomicInteger();
    boolean died = true;
    for (int writes = 0; died; writes++) {
      RunStore dying =
          RunStore.at(folder.resolve("at-" + writes))
              .withCheckpointInterval(Duration.ZERO)
              .with(new Dying(writes), messages::add);
      died = false;
      try {
        fit(dying, few, now -> reached.set(Math.toIntExact(now.iterations())));
      } catch (Death e) {
        died = true;
      }
      RunStore again = RunStore.at(dying.folder()).with(new DurableFiles(), messages::add);
      long stored = again.runs().stream().mapToLong(StoredRun::iterations).findFirst().orElse(0);
      assertThat(stored).as("after %d writes", writes).isGreaterThanOrEqualTo(reached.get() - 1);
      StoreSamples.assertSame(fit(again, few, now -> {}), undisturbed);
    }
    assertThat(messages).isEmpty();
  }

  @Test
  void aLongEpochIsStoredWithinIt() {
    RunStore often = store.withCheckpointInterval(Duration.ZERO);
    var stored = new ArrayList<Long>();
    fit(
        often,
        now -> store.runs().stream().map(StoredRun::iterations).findFirst().ifPresent(stored::add));
    assertThat(stored).contains(1L, 5L, 11L);
    assertThat(store.runs()).hasSize(1);
  }

  /** What a checkpoint within an epoch has beside the network is the sums of that epoch. */
  @Test
  void theRunningMeanGoesOn() {
    fit(store, stopAt(5));
    assertThat(Thread.interrupted()).isTrue();
    var seen = new ArrayList<Metrics>();
    fit(store, now -> seen.add(now.training()));
    var whole = new ArrayList<Metrics>();
    fit(RunStore.at(store.folder().resolve("other")), now -> whole.add(now.training()));
    assertThat(seen.get(0)).isEqualTo(whole.get(5));
  }
}
