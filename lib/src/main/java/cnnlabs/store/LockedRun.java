package cnnlabs.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a store keeps one run: what its training reads there and, while it holds the run's lock,
 * writes.
 *
 * @param key the run's key
 * @param own the store's runs
 * @param shared those of another store, which is only read
 * @param checkpointInterval how long training may go on until its state is stored
 * @param messages receives a line for each thing that cannot be read or written
 */
record RunSlot(
    String key,
    RunFolders own,
    Optional<RunFolders> shared,
    Duration checkpointInterval,
    Consumer<String> messages) {

  /** What is stored, here and then in the shared store, the latest folder first. */
  List<RunContents> readable() {
    var all = new ArrayList<>(contents(own, false));
    shared.ifPresent(folders -> all.addAll(contents(folders, false)));
    return all;
  }

  /** Waits for the right to train the run; {@code waiting} is called if it must. */
  RunLock lock(Runnable waiting) throws IOException, InterruptedException {
    return RunLock.acquire(own.lockFile(key), waiting);
  }

  /** What is stored here, damaged files set aside. Only for the holder of the lock. */
  List<RunContents> writable() {
    return contents(own, true);
  }

  /**
   * Copies the run from the shared store, if it has it. Only for the holder of the lock.
   *
   * @return what is now stored here
   */
  List<RunContents> copyShared(String label) {
    List<RunContents> there = shared.map(folders -> contents(folders, false)).orElse(List.of());
    try {
      for (RunContents latest : there.stream().limit(1).toList()) {
        own.next(label, key).copy(latest);
      }
    } catch (IOException e) {
      tell("The run '%s' cannot be copied from the shared store: %s".formatted(label, e));
    }
    return writable();
  }

  private List<RunContents> contents(RunFolders folders, boolean mend) {
    try {
      return folders.of(key).stream().flatMap(run -> run.contents(mend).stream()).toList();
    } catch (UncheckedIOException e) {
      tell("Runs cannot be read: %s".formatted(e.getCause()));
      return List.of();
    }
  }

  /** A folder to train the run in from its start. Only for the holder of the lock. */
  RunFolder newFolder(String label) {
    return own.next(label, key);
  }

  /** Deletes what a later folder of the run covers. Only for the holder of the lock. */
  void delete(RunContents covered) {
    try {
      covered.folder().delete();
    } catch (IOException e) {
      tell("%s could not be deleted: %s".formatted(covered.folder().path(), e));
    }
  }

  void tell(String line) {
    messages.accept(line);
  }
}
