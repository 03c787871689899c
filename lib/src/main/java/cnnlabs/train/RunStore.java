package cnnlabs.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.tablesaw.api.Table;

/**
 * The runs that were trained, in a folder: a folder a run, with its settings as JSON, its history
 * as CSV and its networks as Deeplearning4j's zips.
 *
 * <p>{@link Trainer} and {@link Sweep} use it by themselves, so that nothing is trained twice and
 * nothing that was trained is lost. Several processes may use one folder at once.
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

  private static final Logger LOG = LoggerFactory.getLogger(RunStore.class);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(30);
  private static final String LOCKS = ".locks";
  private static final int LONGEST_NAME = 60;

  /** What a run was, its key, and a number where a run has more than one folder. */
  private static final Pattern FOLDER = Pattern.compile(".*-[0-9a-f]{16}(?:-([0-9]{1,9}))?");

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{16}");

  private final Path folder;
  private final Duration checkpointInterval;
  private final DurableFiles files;
  private final Consumer<String> tell;

  private RunStore(
      Path folder, Duration checkpointInterval, DurableFiles files, Consumer<String> tell) {
    this.folder = folder;
    this.checkpointInterval = checkpointInterval;
    this.files = files;
    this.tell = tell;
  }

  /** The store in the folder that {@code CNNLABS_RUNS} names, else in {@code runs} right here. */
  public static RunStore ofEnvironment() {
    return at(
        Optional.ofNullable(System.getenv(FOLDER_VARIABLE))
            .filter(name -> !name.isBlank())
            .map(Path::of)
            .orElse(Path.of("runs")));
  }

  /** The store in a folder, which is made when the first run is stored. */
  public static RunStore at(Path folder) {
    return new RunStore(
        folder.toAbsolutePath().normalize(), CHECKPOINT_INTERVAL, new DurableFiles(), LOG::warn);
  }

  /**
   * How long training may go on within an epoch until its state is stored: what a process that dies
   * loses at most.
   *
   * @param interval not negative; 30 seconds by default
   */
  public RunStore withCheckpointInterval(Duration interval) {
    return new RunStore(folder, interval, files, tell);
  }

  /** The same store, for tests: where its messages go, and how its files are written. */
  RunStore with(DurableFiles files, Consumer<String> tell) {
    return new RunStore(folder, checkpointInterval, files, tell);
  }

  public Path folder() {
    return folder;
  }

  /**
   * All runs, the latest first.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  public List<StoredRun> runs() {
    return folders(FOLDER).stream()
        .flatMap(run -> run.manifest().stream())
        .map(RunManifest::run)
        .map(this::withPresentStatus)
        .sorted(Comparator.comparing(StoredRun::started).reversed())
        .toList();
  }

  /** A run that was not ended and that nobody trains was interrupted: its process died. */
  private StoredRun withPresentStatus(StoredRun run) {
    return run.status() == RunStatus.TRAINING && !RunLock.isHeld(lockFile(run.key()))
        ? run.withStatus(RunStatus.INTERRUPTED)
        : run;
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
   * @throws UncheckedIOException if a file cannot be read
   */
  public Run open(String key) {
    RunContents contents =
        contents(requireKey(key), false).stream()
            .findFirst()
            .orElseThrow(
                () -> new NoSuchElementException("No whole run %s in %s.".formatted(key, folder)));
    try {
      StoredRun run = withPresentStatus(contents.manifest().run());
      var networks = new TreeMap<Integer, MultiLayerNetwork>();
      for (int epoch = 0; epoch <= contents.history().epochs().size(); epoch++) {
        if (contents.hasNetwork(epoch)) {
          networks.put(epoch, contents.network(epoch));
        }
      }
      return new Run(
          new Trial(
              new StoredArchitecture(run.architecture(), contents.configuration()),
              run.hyperparameters()),
          contents.manifest().settings().withNetwork(contents.configuration()),
          run.data(),
          run.backEnd(),
          run.started(),
          run.status(),
          run.iterations(),
          contents.history(),
          networks,
          RunEnd.withoutData(contents.checkpoint()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes a run.
   *
   * @throws IllegalStateException if it is being trained
   * @throws UncheckedIOException if a file cannot be deleted
   */
  public void delete(String key) {
    if (RunLock.isHeld(lockFile(requireKey(key)))) {
      throw new IllegalStateException(
          "The run %s is being trained: stop that first.".formatted(key));
    }
    folders(named(key)).forEach(RunStore::deleteFolder);
  }

  private static void deleteFolder(RunFolder run) {
    try {
      run.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what another run of the same key covers. Only for the holder of its lock. */
  void delete(RunContents covered) {
    try {
      covered.folder().delete();
    } catch (IOException e) {
      tell("%s could not be deleted: %s".formatted(covered.folder().path(), e));
    }
  }

  /** What is stored under a key, the latest folder first; {@code mend} as for a folder. */
  List<RunContents> contents(String key, boolean mend) {
    try {
      return folders(named(key)).stream().flatMap(run -> run.contents(mend).stream()).toList();
    } catch (UncheckedIOException e) {
      tell("Runs cannot be read: %s".formatted(e.getCause()));
      return List.of();
    }
  }

  /** A folder for a run that is trained from its start. Only for the holder of its lock. */
  RunFolder newFolder(String label, String key) {
    String name = name(label, key);
    Path free = folder.resolve(name);
    for (int number = 2; Files.exists(free.resolve(RunFolder.MANIFEST)); number++) {
      free = folder.resolve(name + "-" + number);
    }
    return folder(free);
  }

  /** Waits for the right to train a run; {@code waiting} is called if it must. */
  RunLock lock(String key, Runnable waiting) throws IOException, InterruptedException {
    return RunLock.acquire(lockFile(key), waiting);
  }

  private Path lockFile(String key) {
    return folder.resolve(LOCKS).resolve(key + ".lock");
  }

  Duration checkpointInterval() {
    return checkpointInterval;
  }

  void tell(String line) {
    tell.accept(line);
  }

  private RunFolder folder(Path path) {
    return new RunFolder(path, files, tell);
  }

  private static String name(String label, String key) {
    String words = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    return words.substring(0, Math.min(LONGEST_NAME, words.length())) + "-" + key;
  }

  private static Pattern named(String key) {
    return Pattern.compile(".*-" + key + "(?:-([0-9]{1,9}))?");
  }

  /** The folders of these names, those of the highest number first. */
  private List<RunFolder> folders(Pattern names) {
    var numbers = new HashMap<Path, Integer>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        Matcher name = names.matcher(path.getFileName().toString());
        if (name.matches()) {
          numbers.put(path, name.group(1) == null ? 1 : Integer.parseInt(name.group(1)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of(); // Nothing was stored yet.
    } catch (IOException | DirectoryIteratorException e) {
      throw new UncheckedIOException(new IOException("%s: %s".formatted(folder, e), e));
    }
    return numbers.entrySet().stream()
        .sorted(Map.Entry.<Path, Integer>comparingByValue().reversed())
        .map(entry -> folder(entry.getKey()))
        .toList();
  }

  private static String requireKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "A run's key has 16 hexadecimal digits, as the table shows it; this is '%s'."
              .formatted(key));
    }
    return key;
  }
}
