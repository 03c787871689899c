package REPL;

/**
 * The switch that ends the loops of snippets.
 *
 * <p>Snippets have calls of {@link #stopCheck()} woven into their methods and loops. From JDK 20
 * on, jdk.jshell's {@code LocalExecutionControl} does that and would generate this class itself the
 * first time that it runs a snippet; the kernel runs them in its own way, so it brings the class
 * along.
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
