package io.github.spencerpark.ijava.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The display methods of a kernel whose classes are there, whether it runs or not. */
public final class Display {

  /** Whether the kernel runs. */
  public static final AtomicBoolean RUNNING = new AtomicBoolean();

  /** Whether it can show what it is given. */
  public static final AtomicBoolean BROKEN = new AtomicBoolean();

  /** What it showed, in order. */
  public static final List<Object> SHOWN = new ArrayList<>();

  private Display() {}

  public static Object render(Object value, String... types) {
    if (!RUNNING.get()) {
      throw new IllegalStateException("No kernel running");
    }
    return value;
  }

  public static String display(Object value, String... types) {
    if (BROKEN.get()) {
      throw new IllegalStateException("the channel is closed");
    }
    SHOWN.add(render(value, types));
    return "id";
  }

  public static void updateDisplay(String id, Object value, String... types) {
    display(value, types);
  }
}
