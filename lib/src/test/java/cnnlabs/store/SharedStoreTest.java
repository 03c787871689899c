package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.train.EveryBatch;
import cnnlabs.train.RunProgress;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class has one store that everybody reads, and each a store to write to. */
class SharedStoreTest {

  private final List<RunProgress> reports = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private Path shared;
  private RunStore store;
  private Run theTeachers;
  private Map<Path, FileTime> before;

  @BeforeEach
  void train(@TempDir(factory = MemoryFolder.class) Path temporary) throws IOException {
    shared = temporary.resolve("shared");
    store =
        RunStore.at(temporary.resolve("own"))
            .with(new DurableFiles(), messages::add)
            .withShared(shared);
    theTeachers = trainer(RunStore.at(shared)).fit(StoreSamples.NETWORK, chosen(2));
    before = files(shared);
  }

  @AfterEach
  void nothingIsWrittenToTheSharedStore() throws IOException {
    assertThat(files(shared)).isEqualTo(before);
    assertThat(messages).isEmpty();
  }

  private static Map<Path, FileTime> files(Path folder) throws IOException {
    var times = new TreeMap<Path, FileTime>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private Trainer trainer(RunStore store) {
    return Trainer.on(StoreSamples.DATA)
        .withStore(store)
        .withProgress(runs -> reports.add(runs.get(0)));
  }

  private static Hyperparameters chosen(int epochs) {
    return StoreSamples.CHOSEN.withEpochs(epochs);
  }

  private Run fit(int epochs) {
    reports.clear();
    return trainer(store).fit(StoreSamples.NETWORK, chosen(epochs));
  }

  private RunProgress lastReport() {
    return reports.get(reports.size() - 1);
  }

  @Test
  void aSharedRunIsTakenAndNotCopied() {
    StoreSamples.assertSame(fit(2), theTeachers);
    assertThat(lastReport().stored()).isPresent();
    assertThat(store.folder()).doesNotExist();
    assertThat(trainer(store).estimate(StoreSamples.NETWORK, chosen(2)).seconds()).isZero();
  }

  @Test
  void aSharedRunIsCarriedOnInACopy() {
    StoreSamples.assertSame(fit(3), StoreSamples.undisturbed(3));
    assertThat(lastReport().notes()).containsExactly("carried on from epoch 2");
    fit(3);
    assertThat(lastReport().stored()).isPresent();
    assertThat(store.runs()).singleElement().extracting(StoredRun::epochs).isEqualTo(3);
  }

  @Test
  void aSharedRunThatIsTrainedNowIsSeenToBe() throws IOException {
    var seen = new ArrayList<RunStatus>();
    EveryBatch.fit(
        trainer(RunStore.at(shared)),
        new Trial(StoreSamples.NETWORK, chosen(3).withSeed(2)),
        now ->
            store.runs().stream()
                .filter(run -> run.hyperparameters().seed() == 2)
                .forEach(
                    run -> {
                      seen.add(run.status());
                      seen.add(store.open(run.key()).status());
                    }));
    assertThat(seen).contains(RunStatus.TRAINING).doesNotContain(RunStatus.INTERRUPTED);
    before = files(shared);
  }

  @Test
  void whatIsTrainedFreshIsOnesOwn() {
    trainer(store).fresh().fit(StoreSamples.NETWORK, chosen(1));
    assertThat(lastReport().notes()).isEmpty();
    assertThat(RunStore.at(store.folder()).runs())
        .singleElement()
        .extracting(StoredRun::epochs)
        .isEqualTo(1);
    fit(2);
    assertThat(lastReport().stored()).as("from the longer shared run").isPresent();
  }

  @Test
  void onesOwnRunsOfOneKeyAreAllListed() {
    fit(3);
    trainer(store).fresh().fit(StoreSamples.NETWORK, chosen(1));
    assertThat(store.runs()).extracting(StoredRun::epochs).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void theTableHasBothAndOnlyOnesOwnRunsAreDeleted() {
    String sharedKey = store.runs().get(0).key();
    assertThat(store.open(sharedKey).history().epochs()).hasSize(2);
    assertThatIllegalStateException()
        .isThrownBy(() -> store.delete(sharedKey))
        .withMessage(
            "The run %s lies in the shared store, %s, where nothing is deleted.",
            sharedKey, shared);
    trainer(store).fit(StoreSamples.NETWORK, chosen(1).withSeed(2));
    assertThat(store.table().rowCount()).isEqualTo(2);
    String ownKey = store.runs().get(0).key();
    assertThat(ownKey).isNotEqualTo(sharedKey);
    store.delete(ownKey);
    assertThat(store.runs()).extracting(StoredRun::key).containsExactly(sharedKey);
  }

  @Test
  void aSharedStoreThatIsNotThereIsEmpty() {
    var lonely = RunStore.at(store.folder()).withShared(shared.resolve("elsewhere"));
    assertThat(lonely.runs()).isEmpty();
    assertThat(trainer(lonely).fit(StoreSamples.NETWORK, chosen(1)).history().epochs()).hasSize(1);
  }
}
