package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.run.History;
import cnnlabs.run.Run;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** A store of many runs is as quick to use as one of few. */
class ManyRunsTest {

  private static final int RUNS = 500;
  private static final int TRIES = 3;

  @Test
  void fiveHundredRunsOpenWithinTwoSecondsAndTheirTableWithinOne(
      @TempDir(factory = MemoryFolder.class) Path folder) throws IOException {
    History history = fill(RunStore.at(folder.resolve("many")), RunStore.at(folder.resolve("one")));
    double opening = Double.POSITIVE_INFINITY;
    double table = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TRIES; i++) {
      long begin = System.nanoTime();
      RunStore store = RunStore.at(folder.resolve("many"));
      Run opened = store.open(key(RUNS / 2));
      opening = Math.min(opening, (System.nanoTime() - begin) / 1e9);
      assertThat(opened.history()).isEqualTo(history);
      begin = System.nanoTime();
      Table all = store.table();
      table = Math.min(table, (System.nanoTime() - begin) / 1e9);
      assertThat(all.rowCount()).isEqualTo(RUNS);
      assertThat(all.stringColumn("key").countUnique()).isEqualTo(RUNS);
    }
    assertThat(opening).as("seconds to open").isLessThan(2);
    assertThat(table).as("seconds for the table").isLessThan(1);
  }

  private static String key(int i) {
    return "%016x".formatted(i);
  }

  /** Fills a store with copies of a run, each under a key of its own. */
  private static History fill(RunStore many, RunStore one) throws IOException {
    Run run =
        Trainer.on(StoreSamples.DATA)
            .withStore(one)
            .keepingEpochs(0, 1)
            .fit(StoreSamples.NETWORK, StoreSamples.CHOSEN.withEpochs(2));
    RunCopy trained = one.copies(run.settings().key()).all().get(0);
    StoredRun stored = trained.manifest().run();
    var files = new TreeMap<String, byte[]>();
    for (String name : trained.manifest().files().keySet()) {
      files.put(name, Files.readAllBytes(trained.folder().path().resolve(name)));
    }
    var folders = new RunFolders(many.folder(), new DurableFiles(), line -> {});
    for (int i = 0; i < RUNS; i++) {
      RunFolder copy = folders.next(run.label(), key(i));
      copy.write(
          StoreSamples.withKeyAndTimes(
              trained.manifest(), key(i), stored.started(), stored.written()),
          files);
    }
    return run.history();
  }
}
