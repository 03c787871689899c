package REPL;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static volatile Set<Thread> leftBehind = Set.of();

  private $Cancel$() {}

  /** Ends the snippet of a thread whenever it comes to a check, also when other cells run. */
  public static synchronized void leaveBehind(Thread thread) {
    leftBehind =
        Stream.concat(leftBehind.stream().filter(Thread::isAlive), Stream.of(thread))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Ends the calling thread's snippet when that was asked for.
   *
   * @throws ThreadDeath when {@link #allStop} is set, or the thread was left behind
   */
  public static void stopCheck() {
    if (allStop || (!leftBehind.isEmpty() && leftBehind.contains(Thread.currentThread()))) {
      throw new ThreadDeath();
    }
  }
}
