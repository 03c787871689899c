package cnnlabs.train;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that work while the caller watches over them. A kernel that is shut down does not wait
 * for them.
 */
final class WatchedThreads {

  private static final long INTERVAL_MILLIS = 500; // from one look to the next

  private final ExecutorService threads;

  WatchedThreads(int count) {
    threads = Executors.newFixedThreadPool(count, WatchedThreads::daemon);
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "cnnlabs-train");
    thread.setDaemon(true);
    return thread;
  }

  <T> Future<T> submit(Callable<T> work) {
    return threads.submit(work);
  }

  /** What work returned that is done and did not fail. */
  static <T> T result(Future<T> done) {
    try {
      return done.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("What is done and did not fail neither waits nor fails", e);
    }
  }

  /** Throws what ended the work, if anything did. */
  static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Interrupts what works, and begins nothing more. */
  void stop() {
    threads.shutdownNow();
  }

  /**
   * Waits for all that was submitted, looking at it twice a second; passes an interruption on to
   * it, and ends it where a look throws.
   *
   * @return whether this thread was interrupted meanwhile, which its flag does not say
   */
  boolean await(Runnable look) {
    threads.shutdown();
    boolean interrupted = false;
    boolean done = false;
    try {
      while (!done) {
        look.run();
        try {
          done = threads.awaitTermination(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          stop();
        }
      }
      return interrupted;
    } finally {
      if (!done) {
        stop(); // Nobody would watch it any more.
      }
    }
  }
}
