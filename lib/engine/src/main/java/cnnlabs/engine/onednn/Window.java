package cnnlabs.engine.onednn;

/**
 * How a kernel moves over a map.
 *
 * @param kernel its size
 * @param stride its step
 * @param dilation the distance of its elements, 1 if they touch
 * @param padding the rows and columns of zeros before the first, where not {@code same}
 * @param same padded so that the output has the input's size over the stride, rounded up
 */
record Window(Extent kernel, Extent stride, Extent dilation, Extent padding, boolean same) {

  /** A number of rows and of columns. */
  record Extent(long height, long width) {

    /** Reads Deeplearning4j's pairs. */
    static Extent of(int[] heightAndWidth) {
      return new Extent(heightAndWidth[0], heightAndWidth[1]);
    }

    /** As oneDNN takes them. */
    long[] sizes() {
      return new long[] {height, width};
    }
  }

  /**
   * The window fitted to a map.
   *
   * @param output the map that it makes
   * @param before rows and columns of padding before the map
   * @param after rows and columns of padding that the last step reaches behind it
   */
  record Fit(Extent output, Extent before, Extent after) {}

  /**
   * Fits the window to a map.
   *
   * @throws IllegalArgumentException if the map is smaller than the kernel
   */
  Fit fit(long height, long width) {
    long outputHeight =
        output(height, kernel.height, stride.height, dilation.height, padding.height);
    long outputWidth = output(width, kernel.width, stride.width, dilation.width, padding.width);
    if (outputHeight < 1 || outputWidth < 1) {
      throw new IllegalArgumentException(
          "A map of " + height + " x " + width + " is smaller than a window of " + kernel + ".");
    }
    // What the last step reaches beyond the map. Columns that no step reaches need no padding.
    long overHeight =
        (outputHeight - 1) * stride.height + reach(kernel.height, dilation.height) - height;
    long overWidth = (outputWidth - 1) * stride.width + reach(kernel.width, dilation.width) - width;
    Extent before =
        same ? new Extent(Math.max(0, overHeight) / 2, Math.max(0, overWidth) / 2) : padding;
    return new Fit(
        new Extent(outputHeight, outputWidth),
        before,
        new Extent(Math.max(0, overHeight - before.height), Math.max(0, overWidth - before.width)));
  }

  private long output(long input, long size, long step, long distance, long pad) {
    return same ? (input + step - 1) / step : (input + 2 * pad - reach(size, distance)) / step + 1;
  }

  private static long reach(long size, long distance) {
    return (size - 1) * distance + 1;
  }

  /** Dilation as oneDNN counts it: the number of elements between two of the kernel's. */
  long[] gaps() {
    return new long[] {dilation.height - 1, dilation.width - 1};
  }
}
