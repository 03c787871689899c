package cnnlabs.engine;

/**
 * How a kernel moves over a map; each array holds height, then width.
 *
 * @param kernel its size
 * @param stride its step
 * @param dilation the distance of its elements, 1 if they touch
 * @param padding the rows and columns of zeros before the first, where not {@code same}
 * @param same padded so that the output has the input's size over the stride, rounded up
 */
record Window(int[] kernel, int[] stride, int[] dilation, int[] padding, boolean same) {

  /** Sizes and paddings for one input size, as oneDNN takes them. */
  record Fit(long[] output, long[] strides, long[] dilates, long[] before, long[] after) {}

  /**
   * Fits the window to a map.
   *
   * @throws IllegalArgumentException if the map is smaller than the kernel
   */
  Fit fit(long height, long width) {
    long[] input = {height, width};
    var fit = new Fit(new long[2], new long[2], new long[2], new long[2], new long[2]);
    for (int i = 0; i < 2; i++) {
      long extent = (kernel[i] - 1L) * dilation[i] + 1;
      long output;
      long before;
      if (same) {
        output = (input[i] + stride[i] - 1) / stride[i];
        before = Math.max(0, (output - 1) * stride[i] + extent - input[i]) / 2;
      } else {
        output = (input[i] + 2L * padding[i] - extent) / stride[i] + 1;
        before = padding[i];
      }
      if (output < 1 || input[i] + 2L * padding[i] < extent && !same) {
        throw new IllegalArgumentException(
            "A map of " + height + " x " + width + " is smaller than a kernel of " + extent + ".");
      }
      fit.output[i] = output;
      fit.strides[i] = stride[i];
      fit.dilates[i] = dilation[i] - 1L;
      fit.before[i] = before;
      // What the last step reaches beyond the map; columns that no step reaches need none.
      fit.after[i] = Math.max(0, (output - 1) * stride[i] + extent - input[i] - before);
    }
    return fit;
  }

  long[] kernelSizes() {
    return new long[] {kernel[0], kernel[1]};
  }
}
