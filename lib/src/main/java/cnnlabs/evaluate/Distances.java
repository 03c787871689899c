package cnnlabs.evaluate;

/** Distances of points of many dimensions. */
final class Distances {

  private Distances() {}

  /** The squared Euclidean distance. */
  static double squared(double[] first, double[] second) {
    // Four sums side by side: each addition alone would wait for the one before it.
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int d = 0;
    for (; d + 3 < first.length; d += 4) {
      double difference0 = first[d] - second[d];
      double difference1 = first[d + 1] - second[d + 1];
      double difference2 = first[d + 2] - second[d + 2];
      double difference3 = first[d + 3] - second[d + 3];
      sum0 += difference0 * difference0;
      sum1 += difference1 * difference1;
      sum2 += difference2 * difference2;
      sum3 += difference3 * difference3;
    }
    for (; d < first.length; d++) {
      double difference = first[d] - second[d];
      sum0 += difference * difference;
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
