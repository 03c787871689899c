package cnnlabs.train;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that work while the caller watches. A kernel that shuts down does not wait for them. */
final class WatchedThreads {

  private static final long INTERVAL_MILLIS = 500; // from one look to the next

  private final ExecutorService threads;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  WatchedThreads(int count) {
    threads =
        Executors.newFixedThreadPool(
            count,
            new ThreadFactoryBuilder().setNameFormat("cnnlabs-train").setDaemon(true).build());
  }

  /** Begins work. Where it fails, all other work is interrupted, and nothing more begins. */
  <T> Future<T> submit(Callable<T> work) {
    return threads.submit(
        () -> {
          try {
            return work.call();
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            threads.shutdownNow(); // Now, and not in an hour, when the others are done.
            throw e;
          }
        });
  }

  /** What the work returned that was done; or throws what ended it first. */
  <T> List<T> results(List<Future<T>> work) {
    Throwable first = failure.get();
    if (first != null) {
      Throwables.throwIfUnchecked(first);
    }
    return work.stream().filter(Future::isDone).map(Futures::getUnchecked).toList();
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
          threads.shutdownNow();
        }
      }
      return interrupted;
    } finally {
      if (!done) {
        threads.shutdownNow(); // Nobody would watch it any more.
      }
    }
  }
}
