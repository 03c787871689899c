package REPL;

/**
 * The switch that ends the loops of snippets.
 *
 * <p>From JDK 20 on, jdk.jshell's {@code LocalExecutionControl} weaves a call of {@link
 * #stopCheck()} into the loops of every snippet that it loads, and would generate this class itself
 * the first time that it runs one. The kernel runs snippets in its own way, so it brings the class
 * along. Older JDKs do not use it.
 */
public final class $Cancel$ {
  /** Whether the snippets that run now are to end. */
  public static volatile boolean allStop;

  private $Cancel$() {}

  /**
   * Ends the calling thread's snippet when that was asked for.
   *
   * @throws ThreadDeath when {@link #allStop} is set
   */
  public static void stopCheck() {
    if (allStop) {
      throw new ThreadDeath();
    }
  }
}
