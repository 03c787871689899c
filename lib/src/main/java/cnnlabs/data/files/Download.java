package cnnlabs.data.files;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Gets a data set's files from the web into a folder: each from its first address that gives what
 * its checksum asks for.
 */
public final class Download {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LEFT_OVER = Duration.ofDays(1);
  private static final String PART = ".part";

  private final List<RemoteFile> files;
  private final Duration stallTimeout;
  private final Consumer<String> tell;

  /**
   * Prepares a download; nothing is asked for yet.
   *
   * @param files what to get
   * @param stallTimeout how long an answer, or the next bytes of it, may take
   * @param tell receives the lines that say how far it is
   */
  public Download(List<RemoteFile> files, Duration stallTimeout, Consumer<String> tell) {
    this.files = List.copyOf(files);
    this.stallTimeout = stallTimeout;
    this.tell = tell;
  }

  /**
   * Gets the files that the folder has not yet. The first file that no address gives ends it; the
   * next call tries again.
   *
   * @return why the files are not all there, such as that none is published; empty if they are
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  public synchronized Optional<String> into(Path folder) {
    if (files.isEmpty()) {
      return Optional.of("none is published");
    }
    try {
      Files.createDirectories(folder);
      removeLeftOvers(folder);
      HttpClient client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      for (RemoteFile file : files) {
        if (!Files.exists(folder.resolve(file.name()))) {
          get(client, file, folder);
        }
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while files were downloaded.");
    } catch (FileSystemException e) {
      return Optional.of("cannot write to %s (%s)".formatted(folder, FileContent.reason(e)));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Deletes what a process that was killed could not: parts that no process writes any more. */
  private static void removeLeftOvers(Path folder) throws IOException {
    Instant limit = Instant.now().minus(LEFT_OVER);
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
      for (Path part : parts) {
        if (Files.getLastModifiedTime(part).toInstant().isBefore(limit)) {
          Files.deleteIfExists(part);
        }
      }
    }
  }

  private void get(HttpClient client, RemoteFile file, Path folder)
      throws IOException, InterruptedException {
    List<String> reasons = new ArrayList<>();
    for (URI address : file.addresses()) {
      tell.accept("Downloading %s (%d bytes).".formatted(address, file.bytes()));
      // Not a temporary file, which nobody else may read: a class may share the folder.
      Path aside = Files.createFile(folder.resolve(file.name() + UUID.randomUUID() + PART));
      try {
        new Transfer(file, address, aside, tell).run(client, stallTimeout);
        Files.move(aside, folder.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (FileSystemException e) {
        throw e;
      } catch (IOException e) {
        reasons.add("%s: %s".formatted(address.getHost(), e.getMessage()));
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    throw new IOException(String.join("; ", reasons));
  }
}
