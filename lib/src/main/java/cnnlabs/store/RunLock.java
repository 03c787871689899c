package cnnlabs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to train a run, which one thread has at a time. A process that dies loses it.
 *
 * <p>It is a file lock, so a network file system must have those: NFS 4 has, NFS 3 needs its lock
 * service on every machine, and a mount with {@code nolock} or {@code local_lock} locks within each
 * machine only. When a machine dies, an NFS server gives its locks back after a lease of a minute
 * or two. Where two processes train one run all the same, both write the same bits, and what one
 * took away from the other is trained again.
 */
final class RunLock implements AutoCloseable {

  private static final long POLL_MILLIS = 100;

  /** How long others may look who has the lock, for which they hold it, too. */
  private static final int LOOKS = 15;

  private static final long LOOK_NANOS = 20_000_000;

  /** A file lock belongs to the whole process: its threads need one of their own. */
  private static final ConcurrentHashMap<Path, ReentrantLock> IN_PROCESS =
      new ConcurrentHashMap<>();

  private final ReentrantLock inProcess;
  private final FileChannel channel;

  private RunLock(ReentrantLock inProcess, FileChannel channel) {
    this.inProcess = inProcess;
    this.channel = channel;
  }

  /**
   * Waits until nobody else trains the run.
   *
   * @param file that is locked; it and its folder are made
   * @param waiting called once, if there is somebody else
   */
  static RunLock acquire(Path file, Runnable waiting) throws IOException, InterruptedException {
    Optional<RunLock> lock = tryAcquire(file);
    if (lock.isEmpty()) {
      waiting.run();
    }
    while (lock.isEmpty()) {
      Thread.sleep(POLL_MILLIS);
      lock = tryAcquire(file);
    }
    return lock.get();
  }

  /** Takes the right now; empty if somebody has it, be it this very thread. */
  static Optional<RunLock> tryAcquire(Path file) throws IOException {
    Path place = made(file);
    ReentrantLock inProcess = inProcess(place);
    if (inProcess.isHeldByCurrentThread() || !inProcess.tryLock()) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      locked = tryLock(channel, false);
      for (int look = 0; look < LOOKS && !locked; look++) {
        LockSupport.parkNanos(LOOK_NANOS);
        locked = tryLock(channel, false);
      }
      return locked ? Optional.of(new RunLock(inProcess, channel)) : Optional.empty();
    } finally {
      if (!locked) {
        release(inProcess, channel);
      }
    }
  }

  private static ReentrantLock inProcess(Path place) {
    return IN_PROCESS.computeIfAbsent(place, path -> new ReentrantLock());
  }

  /** The file's one name, whatever links lead to it: by two, a process would lose its own lock. */
  private static Path made(Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    if (!Files.isDirectory(folder)) { // Else createDirectories may refuse what is a link.
      Files.createDirectories(folder);
    }
    return folder.toRealPath().resolve(file.getFileName());
  }

  /**
   * Whether somebody trains the run at this moment, or may do so where that cannot be known.
   *
   * @throws UncheckedIOException naming the folder, if it may not be read
   */
  static boolean isHeld(Path file) {
    Path folder = file.toAbsolutePath().resolveSibling("");
    try {
      Path place = folder.toRealPath().resolve(file.getFileName());
      ReentrantLock inProcess = inProcess(place);
      // Closing a file gives up every lock of this process on it: look only where it has none.
      if (inProcess.isHeldByCurrentThread() || !inProcess.tryLock()) {
        return true;
      }
      try {
        return isHeldElsewhere(place);
      } finally {
        inProcess.unlock();
      }
    } catch (NoSuchFileException e) {
      return false; // Nobody ever locked anything there.
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              "The folder %s cannot be read, so that nobody knows whether a run is trained: let this user read it (%s)."
                  .formatted(folder, e),
              e));
    }
  }

  private static boolean isHeldElsewhere(Path place) throws AccessDeniedException {
    // A reader's lock is enough to ask, and is given where nothing may be written.
    try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
      return !tryLock(channel, true);
    } catch (AccessDeniedException e) {
      if (!Files.isExecutable(place.resolveSibling(""))) {
        throw e;
      }
      return true; // Another user's file: that user may train.
    } catch (IOException e) {
      return false; // There is none, or nothing can be locked here: nobody holds a lock.
    }
  }

  private static boolean tryLock(FileChannel channel, boolean shared) throws IOException {
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // Another class loader's copy of this class.
    }
  }

  @Override
  public void close() {
    release(inProcess, channel);
  }

  private static void release(ReentrantLock inProcess, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close(); // And with it the file's lock.
      }
    } catch (IOException e) {
      // Nothing was written through it, so nothing is lost.
    } finally {
      inProcess.unlock();
    }
  }
}
