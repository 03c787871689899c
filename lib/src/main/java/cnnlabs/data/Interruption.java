package cnnlabs.data;

import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** How work ends soon after its thread was interrupted, as a notebook's Stop does it. */
public final class Interruption {

  private static final long SHORT_NANOS = 50_000_000;
  private static final int MOST_AT_ONCE = 1 << 20;

  private Interruption() {}

  /**
   * Ends the work of an interrupted thread.
   *
   * @param doing what the message says behind {@code Interrupted while}, such as {@code images were
   *     resized}
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  public static void check(String doing) {
    if (Thread.currentThread().isInterrupted()) {
      throw during(doing);
    }
  }

  /**
   * What to throw where a thread was interrupted: its flag is set again, where a wait has cleared
   * it.
   *
   * @param doing as in {@link #check}
   */
  public static CancellationException during(String doing) {
    Thread.currentThread().interrupt();
    return new CancellationException("Interrupted while %s.".formatted(doing));
  }

  /**
   * Does something for each number from 0 on, on all cores. A number that was begun is ended, and
   * nothing goes on in the background.
   *
   * @param count of the numbers
   * @param doing as in {@link #check}
   * @param work for one number, in any order
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  public static void forEach(int count, String doing, IntConsumer work) {
    int cores = Runtime.getRuntime().availableProcessors();
    int atOnce = cores;
    int end;
    for (int start = 0; start < count; start = end) {
      check(doing);
      end = start + Math.min(count - start, atOnce);
      long begin = System.nanoTime();
      IntStream.range(start, end).parallel().forEach(work);
      boolean quick = System.nanoTime() - begin < SHORT_NANOS;
      atOnce = quick ? Math.min(MOST_AT_ONCE, 2 * atOnce) : Math.max(cores, atOnce / 2);
    }
  }
}
