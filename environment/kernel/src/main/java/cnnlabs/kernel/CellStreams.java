package cnnlabs.kernel;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cell that a thread's output belongs to, and sends {@code System.out} and {@code
 * System.err} there.
 *
 * <p>A thread belongs to the cell that started it, for ever: what a forgotten thread prints never
 * shows under a later cell. The exception are the workers of thread pools: one that has nothing to
 * do when a cell starts works for that cell from then on.
 */
final class CellStreams {
  /** The process's own error stream, for what belongs to no cell. */
  static final PrintStream PROCESS_ERR = System.err;

  /** The cell that started a thread, or that it runs. */
  private static final InheritableThreadLocal<@Nullable Cell> STARTER =
      new InheritableThreadLocal<>();

  private final OutputQueue queue;
  private volatile @Nullable Cell current;
  private volatile Set<Thread> idleWorkers = Set.of();

  CellStreams(OutputQueue queue) {
    this.queue = queue;
  }

  /** Redirects the streams of the JVM. */
  void install() {
    System.setOut(stream(StreamType.OUT));
    System.setErr(stream(StreamType.ERR));
  }

  /** Makes a cell the current one. */
  void begin(Cell cell) {
    idleWorkers =
        Thread.getAllStackTraces().entrySet().stream()
            .filter(thread -> isIdleWorker(thread.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    current = cell;
  }

  /** Makes the calling thread, and those that it starts, belong to the current cell. */
  void adoptThisThread() {
    STARTER.set(current);
  }

  /** The cell that the calling thread's output belongs to, or null before the first. */
  @Nullable Cell cellOfThisThread() {
    Cell started = STARTER.get();
    return started == null || idleWorkers.contains(Thread.currentThread()) ? current : started;
  }

  private PrintStream stream(StreamType type) {
    OutputStream target =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            Cell cell = cellOfThisThread();
            if (cell == null) {
              PROCESS_ERR.write(bytes, offset, length);
            } else {
              queue.print(cell, type, bytes, offset, length);
            }
          }
        };
    return new PrintStream(target, true, StandardCharsets.UTF_8);
  }

  /**
   * Whether a pool's worker waits for its next task; one that waits for a timer is still at work.
   */
  private static boolean isIdleWorker(StackTraceElement[] stack) {
    boolean scheduled =
        Arrays.stream(stack).anyMatch(f -> f.getClassName().contains("DelayedWorkQueue"));
    return !scheduled
        && Arrays.stream(stack)
            .map(frame -> frame.getClassName() + "." + frame.getMethodName())
            .anyMatch(
                frame ->
                    frame.equals("java.util.concurrent.ThreadPoolExecutor.getTask")
                        || frame.equals("java.util.concurrent.ForkJoinPool.awaitWork"));
  }
}
