package cnnlabs.store;

import static com.google.common.base.Preconditions.checkState;

import cnnlabs.run.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folders of the runs that lie in one folder, and what they are called.
 *
 * @param path may not exist yet
 * @param tell as {@link RunFolder} has it
 */
record RunFolders(Path path, DurableFiles files, Consumer<String> tell) {

  private static final String LOCKS = ".locks";
  private static final int LONGEST_NAME = 60;

  /** What a run was, its key, and a number where a run has more than one folder. */
  private static final Pattern ANY = Pattern.compile(".*-([0-9a-f]{16})(?:-([0-9]{1,9}))?");

  RunFolders {
    path = path.toAbsolutePath().normalize();
  }

  /**
   * Those of the run with this key, or of all runs where it is empty, the latest first.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  List<RunFolder> of(String key) {
    var numbers = new HashMap<Path, Integer>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path run : all) {
        String words = run.getFileName().toString();
        Matcher name = ANY.matcher(words);
        if (words.contains(key) && name.matches() && name.group(1).contains(key)) {
          numbers.put(run, name.group(2) == null ? 1 : Integer.parseInt(name.group(2)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of(); // Nothing was stored yet.
    } catch (IOException | DirectoryIteratorException e) {
      throw new UncheckedIOException(new IOException("%s: %s".formatted(path, e), e));
    }
    return numbers.entrySet().stream()
        .sorted(Map.Entry.<Path, Integer>comparingByValue().reversed())
        .map(entry -> folder(entry.getKey()))
        .toList();
  }

  /**
   * What the folders of the run with this key hold, the latest first; where they cannot be read,
   * which is told, nothing.
   */
  List<RunCopy> copies(String key, boolean mend) {
    try {
      return of(key).stream().flatMap(run -> new CopyReader(run, mend).read().stream()).toList();
    } catch (UncheckedIOException e) {
      tell.accept("Runs cannot be read: %s".formatted(e.getCause()));
      return List.of();
    }
  }

  /** The runs as their manifests have them, in no order. */
  List<StoredRun> runs() {
    return of("").stream()
        .flatMap(run -> run.manifest(false).stream())
        .map(manifest -> atPresent(manifest.run()))
        .toList();
  }

  /** A run that was not ended and that nobody trains was interrupted: its process died. */
  StoredRun atPresent(StoredRun run) {
    return run.status() == RunStatus.TRAINING && !RunLock.isHeld(lockFile(run.key()))
        ? run.withStatus(RunStatus.INTERRUPTED)
        : run;
  }

  /** Deletes a run, and throws as {@link RunStore#delete}. */
  void delete(String key) {
    try {
      // Held to the end, so that nobody begins to train what is being deleted.
      Optional<RunLock> lock = RunLock.tryAcquire(lockFile(key));
      checkState(lock.isPresent(), "The run %s is being trained: stop that first.", key);
      try {
        for (RunFolder run : of(key)) {
          run.delete();
        }
      } finally {
        lock.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder for a run that is not there yet. Only for the holder of its lock. */
  RunFolder next(String label, String key) {
    String words = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    String name = words.substring(0, Math.min(LONGEST_NAME, words.length())) + "-" + key;
    Path free = path.resolve(name);
    for (int number = 2; Files.exists(free.resolve(RunFolder.MANIFEST)); number++) {
      free = path.resolve(name + "-" + number);
    }
    return folder(free);
  }

  /** What is locked while the run with this key is trained. */
  Path lockFile(String key) {
    return path.resolve(LOCKS).resolve(key + ".lock");
  }

  private RunFolder folder(Path run) {
    return new RunFolder(run, files, tell);
  }
}
