package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.run.Run;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that is killed loses no more than since its last checkpoint, and the grid that another
 * one finishes is the undisturbed one: to the bit on the compiled path.
 */
class KillTest {

  private static final int MOST_MICROSECONDS = 400_000;

  @ParameterizedTest
  @CsvSource({"compiled, 2", "layers, 1"})
  void theGridEndsAsIfNothingHadHappened(
      String path, int kills, @TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException, InterruptedException {
    kill(path, kills, folder);
  }

  @ParameterizedTest
  @Tag("full")
  @CsvSource({"compiled, 100", "layers, 30"})
  void norDoesAHundredKillsMatter(
      String path, int kills, @TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException, InterruptedException {
    kill(path, kills, folder);
  }

  /** Kills a process after another on one store, and begins a new store whenever a grid is done. */
  private static void kill(String path, int kills, Path folder)
      throws IOException, InterruptedException {
    var random = new SplittableRandom(42);
    List<Run> undisturbed = with(path, () -> StoreChild.train(trainer().withoutStore()));
    int grids = 0;
    for (int killed = 0; killed < kills; ) {
      Path store = folder.resolve("store-" + grids);
      if (isKilled(path, store, folder.resolve("output"), random)) {
        killed++;
        // The next process is to die further on: what is finished here is a copy.
        finish(path, copy(store, folder.resolve("copy-" + killed)), undisturbed);
      } else {
        finish(path, store, undisturbed);
        grids++;
      }
    }
  }

  private static Path copy(Path store, Path copy) throws IOException {
    try (Stream<Path> all = Files.walk(store)) {
      for (Path file : all.toList()) {
        Files.copy(file, copy.resolve(store.relativize(file)));
      }
    }
    return copy;
  }

  /** Lets a process get as far as one checkpoint, and then a random time. */
  private static boolean isKilled(String path, Path store, Path output, SplittableRandom random)
      throws IOException, InterruptedException {
    long before = stored(store);
    Process child = StoreChild.start(store, path, output);
    while (stored(store) == before && child.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    TimeUnit.MICROSECONDS.sleep(random.nextInt(MOST_MICROSECONDS));
    boolean alive = child.isAlive();
    int status = child.destroyForcibly().waitFor();
    assertThat(alive || status == 0).as(Files.readString(output)).isTrue();
    assertThat(stored(store)).as("nothing stored is lost").isGreaterThanOrEqualTo(before);
    return alive;
  }

  /** Iterations that are stored. */
  private static long stored(Path store) {
    return RunStore.at(store).runs().stream().mapToLong(StoredRun::iterations).sum();
  }

  private static void finish(String path, Path store, List<Run> undisturbed) {
    var messages = new ArrayList<String>();
    RunStore opened = RunStore.at(store).with(new DurableFiles(), messages::add);
    List<Run> finished = with(path, () -> StoreChild.train(trainer().withStore(opened)));
    assertThat(messages).isEmpty();
    assertThat(finished).hasSameSizeAs(undisturbed);
    for (int i = 0; i < finished.size(); i++) {
      if (path.equals("layers")) {
        StoreSamples.assertSameButForRounding(finished.get(i), undisturbed.get(i));
      } else {
        StoreSamples.assertSame(finished.get(i), undisturbed.get(i));
        StoreSamples.assertSameNetwork(finished.get(i).network(1), undisturbed.get(i).network(1));
      }
    }
  }

  private static Trainer trainer() {
    return Trainer.on(StoreSamples.DATA);
  }

  private static List<Run> with(String path, Supplier<List<Run>> training) {
    System.setProperty("cnnlabs.engine", path);
    try {
      return training.get();
    } finally {
      System.clearProperty("cnnlabs.engine");
    }
  }
}
