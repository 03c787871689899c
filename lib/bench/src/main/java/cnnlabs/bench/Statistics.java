package cnnlabs.bench;

import java.util.Arrays;

/** What is said of a series of measurements. */
final class Statistics {

  private Statistics() {}

  /**
   * The middle value, or the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there are no values
   */
  static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("Nothing has no median.");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
