package cnnlabs.store;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import cnnlabs.run.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.tablesaw.api.Table;

/**
 * The runs that were trained, in a folder, which has a folder for each run, with its settings as
 * JSON, its history as CSV and its networks as Deeplearning4j's zips.
 *
 * <p>A trainer and a sweep use it by themselves, so that nothing is trained twice and nothing that
 * was trained is lost. Several processes may use one folder at once.
 *
 * <pre>{@code
 * var store = RunStore.ofEnvironment();
 * store.table();                              // all runs
 * Run run = store.open("1f2e3d4c5b6a7988");   // by its key in the table
 * store.delete("1f2e3d4c5b6a7988");
 * }</pre>
 */
public final class RunStore {

  /** The environment variable that names the folder. */
  public static final String FOLDER_VARIABLE = "CNNLABS_RUNS";

  /** The environment variable that names the folder of a shared store. */
  public static final String SHARED_VARIABLE = "CNNLABS_SHARED_RUNS";

  private static final Logger LOG = LoggerFactory.getLogger(RunStore.class);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(30);
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{16}");

  private final StorePlace place;

  private RunStore(StorePlace place) {
    this.place = place;
  }

  /**
   * The store in the folder that {@code CNNLABS_RUNS} names, else in {@code runs} right here; with
   * the shared one that {@code CNNLABS_SHARED_RUNS} names, if it names any.
   */
  public static RunStore ofEnvironment() {
    RunStore store = at(variable(FOLDER_VARIABLE).orElse(Path.of("runs")));
    return variable(SHARED_VARIABLE).map(store::withShared).orElse(store);
  }

  private static Optional<Path> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank()).map(Path::of);
  }

  /** The store in a folder, which is made when the first run is stored. */
  public static RunStore at(Path folder) {
    return new RunStore(
        new StorePlace(
            new RunFolders(folder, new DurableFiles(), LOG::warn),
            Optional.empty(),
            CHECKPOINT_INTERVAL));
  }

  /** Also takes runs from another store, such as a teacher's, but never writes there. */
  public RunStore withShared(Path folder) {
    var others = new RunFolders(folder, new DurableFiles(), place.own().tell());
    return new RunStore(place.withShared(Optional.of(others)));
  }

  /**
   * How long training goes on within an epoch until its state is stored, which is what a kill may
   * lose: not negative, 30 seconds by default.
   */
  public RunStore withCheckpointInterval(Duration interval) {
    return new RunStore(place.withCheckpointInterval(interval));
  }

  /** The same store, for tests: where its messages go, and how its files are written. */
  RunStore with(DurableFiles files, Consumer<String> tell) {
    return new RunStore(place.withOwn(new RunFolders(folder(), files, tell)));
  }

  public Path folder() {
    return place.own().path();
  }

  /** Where the shared store lies, if there is one. */
  public Optional<Path> sharedFolder() {
    return place.shared().map(RunFolders::path);
  }

  /**
   * All runs, the latest first; of those that both stores have, this store's.
   *
   * @throws UncheckedIOException if a folder cannot be read
   */
  public List<StoredRun> runs() {
    List<StoredRun> here = place.own().runs();
    Set<String> keys = here.stream().map(StoredRun::key).collect(Collectors.toSet());
    return Stream.concat(
            here.stream(),
            place.shared().stream()
                .flatMap(folders -> folders.runs().stream())
                .filter(run -> !keys.contains(run.key())))
        .sorted(Comparator.comparing(StoredRun::started).reversed())
        .toList();
  }

  /** The runs among which this one lies. */
  private RunFolders home(RunFolder run) {
    return place
        .shared()
        .filter(folders -> folders.path().equals(run.path().getParent()))
        .orElse(place.own());
  }

  /** All runs as a table, the latest first: see {@link RunTable#of}. */
  public Table table() {
    return RunTable.of(runs());
  }

  /**
   * Opens a run. Its networks are plain Deeplearning4j models.
   *
   * @param key as the table has it
   * @throws NoSuchElementException if there is no such run, or nothing of it is whole
   * @throws UncheckedIOException naming the file, if one cannot be read, or the run's last network
   *     is missing or damaged
   */
  public Run open(String key) {
    requireKey(key);
    IOException failure = null;
    for (int read = 0; read < CopyReader.READS; read++) {
      try {
        return opened(copies(key), key);
      } catch (IOException e) {
        failure = e; // Whoever trains the run may have taken the file away just now.
      }
    }
    throw new UncheckedIOException(Objects.requireNonNull(failure));
  }

  private Run opened(RunCopies found, String key) throws IOException {
    RunCopy copy =
        found.all().stream()
            .filter(RunCopy::hasLastNetwork)
            .findFirst()
            .or(() -> found.all().stream().findFirst())
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "No whole run %s in %s%s."
                            .formatted(
                                key,
                                place.own().path(),
                                place
                                    .shared()
                                    .map(folders -> " and " + folders.path())
                                    .orElse(""))));
    return copy.opened(home(copy.folder()).atPresent(copy.run()));
  }

  /**
   * Deletes a run.
   *
   * @throws NoSuchElementException if there is no such run
   * @throws IllegalStateException if it is being trained, or only the shared store has it
   * @throws UncheckedIOException if a file cannot be locked or deleted
   */
  public void delete(String key) {
    if (place.own().of(requireKey(key)).isEmpty() && !RunLock.isHeld(place.own().lockFile(key))) {
      place
          .shared()
          .ifPresent(
              others ->
                  checkState(
                      others.of(key).isEmpty(),
                      "The run %s lies in the shared store, %s, where nothing is deleted.",
                      key,
                      others.path()));
      throw new NoSuchElementException("No run %s in %s.".formatted(key, place.own().path()));
    }
    place.own().delete(key);
  }

  public Duration checkpointInterval() {
    return place.checkpointInterval();
  }

  /** What is stored of the run with this key, here and then in the shared store. */
  public RunCopies copies(String key) {
    var all = new ArrayList<>(place.own().copies(key, false));
    place.shared().ifPresent(folders -> all.addAll(folders.copies(key, false)));
    return new RunCopies(all);
  }

  /**
   * Waits for the right to train a run, and to be closed.
   *
   * @param label of the run, for messages and its folder's name
   * @param waiting called if somebody else trains it now
   * @return empty where the thread was interrupted, whose flag is set then, or the run cannot be
   *     stored, as a message says
   */
  public Optional<LockedRun> lock(String key, String label, Runnable waiting) {
    try {
      RunLock lock = RunLock.acquire(place.own().lockFile(key), waiting);
      return Optional.of(new LockedRun(lock, place, key, label));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      place.tell("The run '%s' cannot be stored, and trains all the same: %s".formatted(label, e));
    }
    return Optional.empty();
  }

  private static String requireKey(String key) {
    checkArgument(
        KEY.matcher(key).matches(),
        "A run's key has 16 hexadecimal digits, as the table shows it; this is '%s'.",
        key);
    return key;
  }
}
