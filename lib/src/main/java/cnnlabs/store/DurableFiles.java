package cnnlabs.store;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all: written beside their place, synced, then renamed.
 *
 * <p>Stop interrupts the thread that trains, which then writes its last checkpoint. So nothing here
 * reads or writes through a channel, which an interrupted thread would find closed.
 */
class DurableFiles {

  private static final String PART = ".part";

  /**
   * Writes a file, in the place of one of that name. Its name outlives a power failure only after
   * {@link #syncNames}.
   *
   * @throws IOException if it cannot be written; an older file of that name is then as it was
   */
  void write(Path file, byte[] content) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + PART);
    try {
      try (var out = new FileOutputStream(aside.toFile())) {
        out.write(content);
        out.getFD().sync();
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(aside);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** Deletes a file or an empty folder, if it is there. */
  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Makes a folder's new names outlive a power failure. */
  static void syncNames(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (ClosedByInterruptException e) {
      // The files are written and named. Only a power failure right now could still lose the names.
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Reads a file of so many bytes at most. */
  static byte[] read(Path file, int limit) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      byte[] content = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new IOException("it is longer than %,d bytes".formatted(limit));
      }
      return content;
    }
  }
}
