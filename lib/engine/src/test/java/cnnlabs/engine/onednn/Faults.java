package cnnlabs.engine.onednn;

import java.util.concurrent.atomic.AtomicInteger;

/** Makes oneDNN fail on purpose, for all threads, until it is closed. */
public final class Faults implements AutoCloseable {

  /** {@code dnnl_out_of_memory}. */
  public static final int OUT_OF_MEMORY = 1;

  /** {@code dnnl_unimplemented}. */
  public static final int UNIMPLEMENTED = 3;

  private final AtomicInteger calls = new AtomicInteger();

  private Faults(String call, int first, int last, int status) {
    OneDnn.answer(
        (name, answer) -> {
          if (!name.equals(call)) {
            return answer;
          }
          int number = calls.incrementAndGet();
          return number >= first && number <= last ? status : answer;
        });
  }

  /** This call's n-th answer, from 1, is the status; all others are as they are. */
  public static Faults once(String call, int number, int status) {
    return new Faults(call, number, number, status);
  }

  /** This call's answers from the n-th on are the status. */
  public static Faults from(String call, int number, int status) {
    return new Faults(call, number, Integer.MAX_VALUE, status);
  }

  /** Only counts. */
  public static Faults none(String call) {
    return new Faults(call, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);
  }

  public int calls() {
    return calls.get();
  }

  @Override
  public void close() {
    OneDnn.answer((name, answer) -> answer);
  }
}
