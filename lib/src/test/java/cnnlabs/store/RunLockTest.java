package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

  private final Path folder;

  RunLockTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** As a process does that asks who trains the run: for a moment it has a reader's lock. */
  @Test
  void whoLooksWhetherARunIsTrainedIsNotTakenForWhoTrainsIt()
      throws IOException, InterruptedException {
    Path file = Files.createFile(folder.resolve("run.lock"));
    var looks = new CountDownLatch(1);
    var looking =
        new Thread(
            () -> {
              try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                  FileLock look = channel.lock(0, Long.MAX_VALUE, true)) {
                assertThat(look.isShared()).isTrue();
                looks.countDown();
                TimeUnit.MILLISECONDS.sleep(50);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    looking.start();
    looks.await();
    var lock = RunLock.tryAcquire(file);
    assertThat(lock).isPresent();
    lock.orElseThrow().close();
    looking.join();
  }

  @Test
  void aLockIsTheSameByEveryLinkThatLeadsToIt() throws IOException {
    Path file = Files.createDirectory(folder.resolve("runs")).resolve("run.lock");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file.getParent());
    try (RunLock lock = RunLock.tryAcquire(file).orElseThrow()) {
      assumeTrue(locks(file) == 1, "the system lists its locks");
      assertThat(RunLock.isHeld(link.resolve("run.lock"))).isTrue();
      assertThat(RunLock.tryAcquire(link.resolve("run.lock"))).isEmpty();
      assertThat(locks(file)).as("locks that are left").isEqualTo(1);
      assertThat(lock).isNotNull();
    }
    assertThat(RunLock.isHeld(link.resolve("run.lock"))).isFalse();
  }

  @Test
  void nobodyTrainsWhereThereIsNoFolderOfLocks() {
    assertThat(RunLock.isHeld(folder.resolve("none").resolve("run.lock"))).isFalse();
  }

  @Test
  void aFolderThatCannotBeReadIsAnErrorAndNoAnswer() throws IOException {
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertNoAnswer(loop);
  }

  @Test
  void aFolderThatMayNotBeReadIsAnErrorAndNoAnswer() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.createFile(closed.resolve("run.lock"));
    assumeTrue(
        closed.toFile().setExecutable(false) && !Files.isExecutable(closed), "root reads all");
    assertNoAnswer(closed);
  }

  private static void assertNoAnswer(Path locks) {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> RunLock.isHeld(locks.resolve("run.lock")))
        .withMessageContainingAll(locks.toString(), "cannot be read");
  }

  private static long locks(Path file) throws IOException {
    Path list = Path.of("/proc/locks");
    String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
    return Files.exists(list)
        ? Files.readAllLines(list).stream().filter(line -> line.contains(inode)).count()
        : 0;
  }
}
