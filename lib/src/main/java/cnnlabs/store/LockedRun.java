package cnnlabs.store;

import cnnlabs.run.RunOptions;
import cnnlabs.run.RunOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One run of a store while nobody else may train it: what is stored of it, and may be changed. */
public final class LockedRun implements AutoCloseable {

  private final RunLock lock;
  private final StorePlace place;
  private final String key;
  private final String label;

  LockedRun(RunLock lock, StorePlace place, String key, String label) {
    this.lock = lock;
    this.place = place;
    this.key = key;
    this.label = label;
  }

  /** What is stored here; damaged files are set aside. */
  public RunCopies copies() {
    return new RunCopies(place.own().copies(key, true));
  }

  /** What is stored here or, where nothing is, what the shared store has, which is copied. */
  public RunCopies copiesOrShared() {
    RunCopies here = copies();
    if (!here.all().isEmpty() || place.shared().isEmpty()) {
      return here;
    }
    try {
      for (RunCopy latest : place.shared().get().copies(key, false).stream().limit(1).toList()) {
        place.own().next(label, key).copy(latest.folder(), latest.manifest());
      }
    } catch (IOException e) {
      tell("The run '%s' cannot be copied from the shared store: %s".formatted(label, e));
    }
    return copies();
  }

  /**
   * Stores the run while it trains.
   *
   * @param base the copy that it goes on from; without one it gets a new folder
   * @param options what is kept and measured of it
   * @param started when training began
   */
  public RunRecorder recorder(
      RunOrigin origin, Optional<RunCopy> base, RunOptions options, Instant started) {
    RunFolder folder = base.map(RunCopy::folder).orElseGet(() -> place.own().next(label, key));
    return new FolderRecorder(folder, base.map(RunCopy::manifest), origin, options, started, place);
  }

  /** Deletes those of these copies that one which was made after them covers. */
  public void deleteCovered(RunCopies old) {
    Set<Path> before =
        old.all().stream().map(copy -> copy.folder().path()).collect(Collectors.toSet());
    place.own().copies(key, false).stream()
        .filter(copy -> !before.contains(copy.folder().path()))
        .forEach(made -> old.all().stream().filter(made::covers).forEach(this::delete));
  }

  private void delete(RunCopy covered) {
    try {
      covered.folder().delete();
    } catch (IOException e) {
      tell("%s could not be deleted: %s".formatted(covered.folder().path(), e));
    }
  }

  /** Tells whoever looks after the store. */
  public void tell(String line) {
    place.tell(line);
  }

  @Override
  public void close() {
    lock.close();
  }
}
