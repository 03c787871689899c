package cnnlabs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left, of made-up systems. */
class AvailableMemoryTest {

  private static final long GIGA = 1L << 30;

  @TempDir private Path root;

  @BeforeEach
  void aSystemWithEightGigabytes() throws IOException {
    write("proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable:    8388608 kB\n");
    write("proc/self/limits", "Max address space         unlimited   unlimited   bytes\n");
    write("proc/self/status", "VmSize:\t 1048576 kB\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private long bytes() {
    return new AvailableMemory(root).bytes();
  }

  @Test
  void withoutLimitsItIsWhatTheSystemHas() throws IOException {
    write("proc/self/cgroup", "0::/user.slice\n");
    write("sys/fs/cgroup/user.slice/memory.max", "max\n");
    assertThat(bytes()).isEqualTo(8 * GIGA);
  }

  @Test
  void anOuterGroupLimitsAnInnerOneAndCachedFilesMakeWay() throws IOException {
    write("proc/self/cgroup", "0::/box/job\n");
    write("sys/fs/cgroup/box/memory.max", 4 * GIGA + "\n");
    write("sys/fs/cgroup/box/memory.current", 3 * GIGA + "\n");
    write("sys/fs/cgroup/box/memory.stat", "anon 5\ninactive_file " + GIGA + "\n");
    write("sys/fs/cgroup/box/job/memory.max", "max\n");
    assertThat(bytes()).isEqualTo(2 * GIGA);
  }

  @Test
  void inAContainerTheMountItselfIsTheGroup() throws IOException {
    write("proc/self/cgroup", "9:cpu:/docker/5\n5:memory:/docker/5\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", 3 * GIGA + "\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", GIGA + "\n");
    assertThat(bytes()).isEqualTo(2 * GIGA);
  }

  @Test
  void theLargestNumberOfVersion1IsNoLimit() throws IOException {
    write("proc/self/cgroup", "5:memory:/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", GIGA + "\n");
    assertThat(bytes()).isEqualTo(8 * GIGA);
  }

  @Test
  void theAddressSpaceIsALimit() throws IOException {
    write("proc/self/limits", "Max address space   " + 4 * GIGA + "   unlimited   bytes\n");
    assertThat(bytes()).isEqualTo(3 * GIGA);
  }

  @Test
  void nothingIsLeftWhereMoreIsUsedThanAllowed() throws IOException {
    write("proc/self/limits", "Max address space   " + GIGA / 2 + "   unlimited   bytes\n");
    assertThat(bytes()).isZero();
  }

  @Test
  void aSystemThatDoesNotTellHasNoLimit() {
    assertThat(new AvailableMemory(root.resolve("elsewhere")).bytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void thisSystemTells() {
    assertThat(AvailableMemory.ofProcess().bytes()).isBetween(1L, 1L << 50);
  }
}
