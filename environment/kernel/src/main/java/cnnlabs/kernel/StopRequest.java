package cnnlabs.kernel;

/**
 * The wish that a cell end, and what has been done about it.
 *
 * <p>Every method must be called with the cell thread's lock held.
 */
final class StopRequest {
  /** Why a cell is to end. */
  enum Reason {
    INTERRUPT,
    TIMEOUT
  }

  /** Whether {@code Thread.stop} still does what it says. */
  private static final boolean CAN_STOP_THREADS = Runtime.version().feature() < 20;

  private static final long GRACE_MILLIS = 1_000;

  /**
   * A library's step, such as evaluating a network, may be longer than a loop in a cell between two
   * looks at the interrupt flag.
   */
  private static final long LIBRARY_GRACE_MILLIS = 5_000;

  private static final long PATIENCE_MILLIS = 5_000;
  private static final long LIBRARY_PATIENCE_MILLIS = 10_000;

  private final Reason reason;
  private final long since = System.nanoTime();
  private boolean repeated;
  private boolean stopped;
  private long nextStopAtMillis;

  StopRequest(Reason reason) {
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** Whether {@code Thread.stop} was called. */
  boolean stopped() {
    return stopped;
  }

  /** Notes that the wish was repeated: nobody waits for a library any longer. */
  void repeat() {
    repeated = true;
  }

  /**
   * Takes the next step against a thread that has not ended yet, if it is time for one.
   *
   * @return whether every step was taken in vain, and the thread is to be left behind
   */
  boolean proceed(Thread thread) {
    long age = (System.nanoTime() - since) / 1_000_000;
    if ((repeated || age >= GRACE_MILLIS) && !REPL.$Cancel$.allStop) {
      REPL.$Cancel$.allStop = true;
      thread.interrupt();
    }
    boolean patient = isInLibrary(thread) && !repeated;
    long due = patient ? LIBRARY_GRACE_MILLIS : 2 * GRACE_MILLIS;
    if (CAN_STOP_THREADS && age >= Math.max(due, nextStopAtMillis)) {
      stopped = true;
      nextStopAtMillis = age + GRACE_MILLIS;
      stop(thread);
    }
    return age > (patient ? LIBRARY_PATIENCE_MILLIS : PATIENCE_MILLIS);
  }

  @SuppressWarnings({"removal", "deprecation"})
  private static void stop(Thread thread) {
    thread.stop();
  }

  /**
   * Whether the cell has called into a library, rather than running its own statements or the
   * JDK's.
   */
  private static boolean isInLibrary(Thread thread) {
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().startsWith("REPL.")) {
        return false;
      }
      if (!frame.getClassName().matches("(java|javax|jdk|sun|com\\.sun|cnnlabs\\.kernel)\\..*")) {
        return true;
      }
    }
    return false;
  }
}
