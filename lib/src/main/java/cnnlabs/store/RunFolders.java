package cnnlabs.store;

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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folders of the runs that lie in one folder, and what they are called. */
final class RunFolders {

  private static final String LOCKS = ".locks";
  private static final int LONGEST_NAME = 60;

  /** What a run was, its key, and a number where a run has more than one folder. */
  private static final Pattern ANY = Pattern.compile(".*-([0-9a-f]{16})(?:-([0-9]{1,9}))?");

  private final Path path;
  private final DurableFiles files;
  private final Consumer<String> tell;

  /**
   * A folder that may not exist yet.
   *
   * @param tell receives a line for each file that is damaged or of another version of this library
   */
  RunFolders(Path path, DurableFiles files, Consumer<String> tell) {
    this.path = path.toAbsolutePath().normalize();
    this.files = files;
    this.tell = tell;
  }

  Path path() {
    return path;
  }

  /**
   * Those of all runs.
   *
   * @throws UncheckedIOException if the folder cannot be read
   */
  List<RunFolder> all() {
    return of("");
  }

  /**
   * Those of the run with this key, the latest first.
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
   * What the folders of the run with this key hold, the latest first.
   *
   * @param mend as {@link RunCopy#in} has it
   * @return none, with a line that says why, where they cannot be read
   */
  List<RunCopy> copies(String key, boolean mend) {
    try {
      return of(key).stream().flatMap(run -> RunCopy.in(run, mend).stream()).toList();
    } catch (UncheckedIOException e) {
      tell.accept("Runs cannot be read: %s".formatted(e.getCause()));
      return List.of();
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
