package cnnlabs.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * How much memory this process can still take: what the system has, what is left of the limits of
 * its control groups (a container's) and of its address space ({@code ulimit -v}).
 *
 * @param root of the file system that tells
 * @see <a href="https://www.kernel.org/doc/html/latest/filesystems/proc.html">The /proc
 *     filesystem</a>
 */
public record AvailableMemory(Path root) {

  /** Room for what is not counted: code that oneDNN makes, threads, the heap's growth. */
  public static final long MARGIN = 64L << 20;

  /** Limits from here on are none: version 1 writes the largest number of pages. */
  private static final long NO_LIMIT = 1L << 60;

  private static final int KILO = 1024;

  /** The threads that free arrays are ND4J's and JavaCPP's. */
  private static final long FREEING_NANOS = 200_000_000;

  /** Of this process. */
  public static AvailableMemory ofProcess() {
    return new AvailableMemory(Path.of("/"));
  }

  /**
   * What this process can still take. If that is less than it needs, what nobody holds any more is
   * freed first: arrays die with the Java objects that hold them.
   *
   * @param needed in bytes
   */
  public static long forNeed(long needed) {
    long now = ofProcess().bytes();
    if (now >= needed) {
      return now;
    }
    System.gc();
    LockSupport.parkNanos(FREEING_NANOS);
    return ofProcess().bytes();
  }

  /** In bytes, at least 0; {@link Long#MAX_VALUE} where the system does not tell. */
  public long bytes() {
    long least = kilobytes("proc/meminfo", "MemAvailable:");
    least = Math.min(least, left(addressSpace(), kilobytes("proc/self/status", "VmSize:")));
    for (String line : lines("proc/self/cgroup")) {
      String[] group = line.split(":", 3);
      if (group.length == 3 && group[1].isEmpty()) {
        least = Math.min(least, ofGroup("sys/fs/cgroup", group[2], AvailableMemory::version2));
      } else if (group.length == 3 && List.of(group[1].split(",", -1)).contains("memory")) {
        least =
            Math.min(least, ofGroup("sys/fs/cgroup/memory", group[2], AvailableMemory::version1));
      }
    }
    return Math.max(0, least);
  }

  /** A group has no more than any group around it; in a container its own is the mount itself. */
  private long ofGroup(String mount, String group, ToLongFunction<Path> left) {
    Path top = root.resolve(mount);
    long least = left.applyAsLong(top);
    Path folder = top.resolve(group.substring(1)).normalize();
    for (Path at = folder; at != null && at.startsWith(top); at = at.getParent()) {
      least = Math.min(least, left.applyAsLong(at));
    }
    return least;
  }

  private static long version2(Path group) {
    return ofFiles(group, "memory.max", "memory.current", "");
  }

  private static long version1(Path group) {
    return ofFiles(group, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_");
  }

  /** Cached files count as used, but make way: those read once, and those read again. */
  private static long ofFiles(Path group, String limit, String usage, String prefix) {
    long used = number(group.resolve(usage));
    List<String> statistics = lines(group.resolve("memory.stat"));
    long makesWay =
        field(statistics, prefix + "inactive_file ", 0)
            + field(statistics, prefix + "active_file ", 0);
    return left(number(group.resolve(limit)), used == Long.MAX_VALUE ? used : used - makesWay);
  }

  private static long left(long limit, long used) {
    return limit >= NO_LIMIT || used == Long.MAX_VALUE ? Long.MAX_VALUE : limit - used;
  }

  private long addressSpace() {
    return field(lines("proc/self/limits"), "Max address space", Long.MAX_VALUE);
  }

  private long kilobytes(String file, String name) {
    long value = field(lines(file), name, Long.MAX_VALUE);
    return value == Long.MAX_VALUE ? value : value * KILO;
  }

  /** The first number behind a name. */
  private static long field(List<String> lines, String name, long otherwise) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+", 2)[0])
        .mapToLong(text -> parsed(text, otherwise))
        .findFirst()
        .orElse(otherwise);
  }

  private static long number(Path file) {
    return lines(file).stream()
        .mapToLong(line -> parsed(line.strip(), Long.MAX_VALUE))
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  /** 'max' and 'unlimited' are no numbers. */
  private static long parsed(String text, long otherwise) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private List<String> lines(String file) {
    return lines(root.resolve(file));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return List.of(); // Not this system's way to tell.
    }
  }

  /** Bytes as a text has them: {@code 1.5 GB}, of 2^30 bytes. */
  public static String text(long bytes) {
    return bytes < 1L << 30
        ? String.format(Locale.ROOT, "%,d MB", (bytes + (1L << 20) - 1) >> 20)
        : String.format(Locale.ROOT, "%,.1f GB", bytes / (double) (1L << 30));
  }
}
