package cnnlabs.evaluate;

/**
 * What one filter of a convolution, or one channel of a pooling, makes of one image: {@code [H, W]}
 * values behind the layer's activation.
 */
public final class FeatureMap {

  private final float[] values;
  private final int start;
  private final int height;
  private final int width;

  /** A view of {@code height x width} values from {@code start} on. */
  FeatureMap(float[] values, int start, int height, int width) {
    this.values = values;
    this.start = start;
    this.height = height;
    this.width = width;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** The value at a place; row 0 is the top. */
  public float value(int row, int column) {
    return values[start + row * width + column];
  }

  /** The smallest value. */
  public float least() {
    float least = Float.POSITIVE_INFINITY;
    for (int i = start; i < start + height * width; i++) {
      least = Math.min(least, values[i]);
    }
    return least;
  }

  /** The greatest value. */
  public float greatest() {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = start; i < start + height * width; i++) {
      greatest = Math.max(greatest, values[i]);
    }
    return greatest;
  }

  /** The mean of the squared differences between neighbours in a row or a column. */
  double neighbourDifference() {
    double sum = 0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double right = column + 1 < width ? value(row, column + 1) - value(row, column) : 0;
        double below = row + 1 < height ? value(row + 1, column) - value(row, column) : 0;
        sum += right * right + below * below;
      }
    }
    return sum / (height * (width - 1) + width * (height - 1));
  }

  /** The variance of the values. */
  double variance() {
    double sum = 0;
    double squares = 0;
    for (int i = start; i < start + height * width; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
    }
    double mean = sum / (height * width);
    return Math.max(0, squares / (height * width) - mean * mean);
  }

  /** One line: size and range. */
  @Override
  public String toString() {
    return "map %d x %d, %.4g to %.4g".formatted(height, width, least(), greatest());
  }
}
