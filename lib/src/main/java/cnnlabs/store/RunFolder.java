package cnnlabs.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The folder of one stored run: {@code run.json}, and the files that it names.
 *
 * <p>No file is changed while a manifest names it: new files have new names, then the new manifest
 * takes the old one's place, then files that it does not name are deleted. So a process that dies
 * at any moment leaves the old run or the new one. Whoever writes here holds the run's lock.
 */
final class RunFolder {

  static final String MANIFEST = "run.json";
  private static final String DAMAGED = ".damaged";
  private static final int LONGEST_MANIFEST = 1 << 20;
  private static final int LONGEST_FILE = Integer.MAX_VALUE - 8;

  /** How often a reader looks again where a writer has just taken a file away. */
  static final int READS = 5;

  private final Path path;
  private final DurableFiles files;
  private final Consumer<String> tell;

  /**
   * A folder that may not exist yet.
   *
   * @param tell receives a line for each file that is damaged or newer than this library
   */
  RunFolder(Path path, DurableFiles files, Consumer<String> tell) {
    this.path = path;
    this.files = files;
    this.tell = tell;
  }

  Path path() {
    return path;
  }

  /** The manifest as it stands; empty, with a line that says why, where it cannot be read. */
  Optional<RunManifest> manifest() {
    return manifest(false);
  }

  private Optional<RunManifest> manifest(boolean mend) {
    Path file = path.resolve(MANIFEST);
    try {
      return Optional.of(RunManifest.read(DurableFiles.read(file, LONGEST_MANIFEST)));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty(); // Begun, and killed before the first checkpoint.
    } catch (RunManifest.NewerFormatException e) {
      tell.accept("%s is left alone: %s.".formatted(file, e.getMessage()));
    } catch (IOException e) {
      reportDamage(file, e, mend);
    }
    return Optional.empty();
  }

  /**
   * All that the folder holds, as far as it is whole.
   *
   * @param mend whether damaged files are set aside, so that they are made anew; only for the
   *     holder of the run's lock, since another would take a file that is being written for damaged
   * @return empty where nothing of use is left
   */
  Optional<RunContents> contents(boolean mend) {
    Optional<RunContents> contents = Optional.empty();
    for (int read = 0; read < READS; read++) {
      Optional<RunManifest> manifest = manifest(mend);
      if (manifest.isEmpty()) {
        return Optional.empty();
      }
      contents = contents(manifest.get(), mend);
      if (mend
          || contents.filter(RunContents::hasLastNetwork).isPresent()
          || manifest.equals(manifest(false))) {
        return contents;
      }
    }
    return contents;
  }

  private Optional<RunContents> contents(RunManifest manifest, boolean mend) {
    var whole = new TreeMap<>(manifest.files());
    whole.keySet().removeIf(name -> !isWhole(manifest, name, mend));
    String history = manifest.historyFile();
    if (!whole.containsKey(history) || !whole.containsKey(RunManifest.CONFIGURATION)) {
      if (mend) {
        setAside(path.resolve(MANIFEST)); // Without them it is no run: it starts anew.
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RunContents(
              this,
              manifest.withFiles(whole),
              new String(read(RunManifest.CONFIGURATION), StandardCharsets.UTF_8),
              HistoryCsv.read(read(history))));
    } catch (IOException | RuntimeException e) {
      reportDamage(path.resolve(history), e, mend);
      return Optional.empty();
    }
  }

  private boolean isWhole(RunManifest manifest, String name, boolean mend) {
    Path file = path.resolve(name);
    try {
      byte[] content = read(name);
      if (!RunManifest.sha256(content).equals(manifest.files().get(name))) {
        throw new IOException("its checksum does not fit");
      }
      if (mend && name.endsWith(".zip")) {
        NetworkFile.check(content);
      }
      return true;
    } catch (IOException e) {
      if (mend || Files.exists(file)) {
        reportDamage(file, e, mend);
      }
      return false;
    }
  }

  private byte[] read(String name) throws IOException {
    return DurableFiles.read(path.resolve(name), LONGEST_FILE);
  }

  private void reportDamage(Path file, Exception cause, boolean mend) {
    if (mend) {
      boolean moved = setAside(file);
      tell.accept(
          "%s is damaged (%s)%s; what it held is trained again."
              .formatted(file, cause.getMessage(), moved ? " and was set aside" : ""));
    }
  }

  private static boolean setAside(Path file) {
    try {
      Path aside = file.resolveSibling(file.getFileName() + DAMAGED);
      Files.deleteIfExists(aside);
      Files.move(file, aside);
      return true;
    } catch (IOException e) {
      return false; // Missing, or the store is read-only. It was named, and is not used.
    }
  }

  /**
   * The network at a position whose file the manifest names.
   *
   * @throws IOException naming the file, if it cannot be read
   */
  MultiLayerNetwork network(Position position) throws IOException {
    String name = RunManifest.networkFile(position);
    try {
      return NetworkFile.read(read(name));
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(path.resolve(name), e.getMessage()), e);
    }
  }

  /**
   * Moves the run on.
   *
   * @param manifest names the new files and those that stay
   * @param newFiles by name
   * @throws IOException if something cannot be written; the run then is as it was before
   */
  void write(RunManifest manifest, Map<String, byte[]> newFiles) throws IOException {
    Files.createDirectories(path);
    for (var file : newFiles.entrySet()) {
      files.write(path.resolve(file.getKey()), file.getValue());
    }
    DurableFiles.syncNames(path); // No manifest may outlive the files that it names.
    files.write(path.resolve(MANIFEST), manifest.write());
    DurableFiles.syncNames(path);
    Set<String> named = new HashSet<>(manifest.files().keySet());
    named.add(MANIFEST);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path file : all) {
        String name = file.getFileName().toString();
        if (!named.contains(name) && !name.endsWith(DAMAGED)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /**
   * Fills this folder with what another holds, as far as it is whole.
   *
   * @throws IOException if something cannot be read or written
   */
  void copy(RunContents other) throws IOException {
    Files.createDirectories(path);
    for (String name : other.manifest().files().keySet()) {
      files.write(path.resolve(name), other.folder().read(name));
    }
    write(other.manifest(), Map.of());
  }

  /**
   * Deletes the run: its manifest first, so that no half of it is ever taken for a run.
   *
   * @throws IOException if a file cannot be deleted
   */
  void delete() throws IOException {
    files.delete(path.resolve(MANIFEST));
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
      for (Path file : all) {
        files.delete(file);
      }
    }
    files.delete(path);
  }
}
