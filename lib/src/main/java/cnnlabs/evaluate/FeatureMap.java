package cnnlabs.evaluate;

import com.google.common.primitives.Floats;

/**
 * What one filter of a convolution, or one channel of a pooling, makes of one image: {@code [H, W]}
 * values after the layer's activation.
 *
 * @param values {@code [height * width]}, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares maps.
public record FeatureMap(float[] values, int height, int width) {

  /** The value at a place; row 0 is the top. */
  public float value(int row, int column) {
    return values[row * width + column];
  }

  /** The smallest value. */
  public float least() {
    return Floats.min(values);
  }

  /** The greatest value. */
  public float greatest() {
    return Floats.max(values);
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
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return Math.max(0, squares / values.length - mean * mean);
  }

  /** One line: size and range. */
  @Override
  public String toString() {
    return "map %d x %d, %.4g to %.4g".formatted(height, width, least(), greatest());
  }
}
