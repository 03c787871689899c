package cnnlabs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The folder of one stored run: {@code run.json}, and the files that it names.
 *
 * <p>No file is changed while a manifest names it: new files have new names, then the new manifest
 * takes the old one's place, then files that it does not name are deleted. So a process that dies
 * at any moment leaves the old run or the new one. Whoever writes here holds the run's lock.
 *
 * @param path may not exist yet
 * @param tell receives a line for each file that is damaged or of another version of this library
 */
record RunFolder(Path path, DurableFiles files, Consumer<String> tell) {

  static final String MANIFEST = "run.json";
  private static final String DAMAGED = ".damaged";
  private static final int LONGEST_MANIFEST = 1 << 20;
  private static final int LONGEST_FILE = Integer.MAX_VALUE - 8;

  /**
   * The manifest as it stands; empty where it cannot be read, which is told.
   *
   * @param mend whether a damaged one is set aside; only for the holder of the run's lock
   */
  Optional<RunManifest> manifest(boolean mend) {
    Path file = path.resolve(MANIFEST);
    try {
      return Optional.of(RunManifest.read(DurableFiles.read(file, LONGEST_MANIFEST)));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty(); // Begun, and killed before the first checkpoint.
    } catch (RunManifest.OtherFormatException e) {
      tell.accept("%s is left alone: %s.".formatted(file, e.getMessage()));
    } catch (IOException e) {
      if (mend) {
        setAsideDamaged(MANIFEST, e);
      }
    }
    return Optional.empty();
  }

  byte[] read(String name) throws IOException {
    return DurableFiles.read(path.resolve(name), LONGEST_FILE);
  }

  /** Says what is wrong with a file, which is trained again. Only for the holder of the lock. */
  void setAsideDamaged(String name, Exception cause) {
    boolean moved = setAside(name);
    tell.accept(
        "%s is damaged (%s)%s; what it held is trained again."
            .formatted(path.resolve(name), cause.getMessage(), moved ? " and was set aside" : ""));
  }

  /** Whether a file is now called otherwise. Only for the holder of the lock. */
  boolean setAside(String name) {
    try {
      Path aside = path.resolve(name + DAMAGED);
      Files.deleteIfExists(aside);
      Files.move(path.resolve(name), aside);
      return true;
    } catch (IOException e) {
      return false; // Missing, or the store is read-only. It was named, and is not used.
    }
  }

  /**
   * Moves the run on; where something cannot be written, it is as it was before.
   *
   * @param manifest names the new files and those that stay
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

  /** Fills this folder with what a manifest names in another one. */
  void copy(RunFolder other, RunManifest manifest) throws IOException {
    Files.createDirectories(path);
    for (String name : manifest.files().keySet()) { // One at a time: together they may be large.
      files.write(path.resolve(name), other.read(name));
    }
    write(manifest, Map.of());
  }

  /** Deletes the run: its manifest first, so that no half of it is ever taken for a run. */
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
