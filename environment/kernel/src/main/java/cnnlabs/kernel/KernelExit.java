package cnnlabs.kernel;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Ends the process, whatever a cell is doing. */
final class KernelExit {
  private static final long SOCKET_MILLIS = 100;
  private static final long HOOKS_MILLIS = 3_000;

  private KernelExit() {}

  /** Ends the process once the output that waits, and the reply before it, are on their way. */
  static void afterLastMessages(OutputQueue output) {
    try {
      output.drain(Duration.ofSeconds(1));
      // ZeroMQ sends in a thread of its own.
      Thread.sleep(SOCKET_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    now(0);
  }

  /**
   * Ends the process with the process that started it, so that no kernel is left behind by a
   * Jupyter that was killed.
   */
  static void withParent(Map<String, String> environment) {
    String parent = environment.getOrDefault("JPY_PARENT_PID", "");
    if (parent.matches("\\d{1,18}")) {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parent));
      process.ifPresent(
          running -> {
            var unused = running.onExit().thenRun(() -> now(0));
          });
    }
  }

  /**
   * Ends the process without a part that it cannot go on without: it would hang for ever. When it
   * has ended, Jupyter starts another.
   *
   * @param part that failed, such as {@code A channel to Jupyter}
   */
  static void afterFailure(String part, Throwable thrown) {
    try {
      CellStreams.PROCESS_ERR.println(part + " failed: " + thrown);
    } finally {
      now(1); // Even where there is no memory for a line.
    }
  }

  /** Ends the process: runs the JVM's shutdown hooks, but does not wait for one that hangs. */
  static void now(int status) {
    Thread impatient =
        new Thread(
            () -> {
              try {
                Thread.sleep(HOOKS_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(status);
            },
            "kernel-exit");
    impatient.setDaemon(true);
    impatient.start();
    System.exit(status);
  }
}
