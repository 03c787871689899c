package cnnlabs.notebook;

import cnnlabs.plot.Palette;
import java.util.function.Consumer;

/**
 * A bar below the cell for work of a known length, such as the iterations of an embedding. One
 * output that is replaced, at most twice a second. Without a notebook, a line of text at the end.
 */
final class LiveBar implements Consumer<Integer> {

  private static final long INTERVAL_NANOS = 500_000_000;

  private final LiveOutput output = new LiveOutput(Display.ofKernel());
  private final String name;
  private final int total;
  private final long startNanos = System.nanoTime();
  private long shownNanos = startNanos - INTERVAL_NANOS;

  /** A bar that shows itself with the first report, and is full at {@code total}. */
  LiveBar(String name, int total) {
    this.name = name;
    this.total = total;
  }

  /** Shows how much is done. */
  @Override
  public void accept(Integer done) {
    long now = System.nanoTime();
    if (done < total && now - shownNanos < INTERVAL_NANOS) {
      return;
    }
    shownNanos = now;
    String line = line(name, done, total, (now - startNanos) / 1e9);
    String bar = done >= total ? "" : bar(240, 100L * done / total, Palette.GOOD);
    if (!output.show(() -> Output.ofText(line).html() + bar) && done >= total) {
      System.out.println(line);
    }
  }

  /** Such as {@code t-SNE: 250 of 1,000, about 3.0 s left}. */
  static String line(String name, int done, int total, double elapsed) {
    if (done >= total) {
      return "%s: %,d in %s".formatted(name, total, ProgressText.duration(elapsed));
    }
    String left = ProgressText.duration(elapsed * (total - done) / done);
    return "%s: %,d of %,d, about %s left".formatted(name, done, total, left);
  }

  /** A bar in a frame of so many pixels. */
  static String bar(int width, long percent, String color) {
    return """
        <div style="width:%dpx;height:10px;border:1px solid %s">\
        <div style="width:%d%%;height:100%%;background:%s"></div></div>"""
        .formatted(width, Palette.NEUTRAL, percent, color);
  }
}
