package cnnlabs.bench;

import java.util.Locale;

/**
 * What shows that an engine computes the right thing: the loss of one batch before and after a few
 * steps on that batch. The first depends on the forward pass, its fall on gradient and update.
 */
record Losses(double first, double last) {

  /** Rounding differs between engines by less: sums of thousands of floats. */
  private static final double FIRST_TOLERANCE = 1e-4;

  private static final double FALL_TOLERANCE = 0.01;

  /** Falls this small are rounding. */
  private static final double LEAST_FALL = 1e-4;

  /** Whether another engine computes the same. */
  boolean agreeWith(Losses other) {
    double fall = first - last;
    double difference = Math.abs(fall - (other.first - other.last));
    return Math.abs(first - other.first) <= FIRST_TOLERANCE * Math.abs(first)
        && difference <= FALL_TOLERANCE * Math.max(Math.abs(fall), LEAST_FALL);
  }

  String words() {
    return String.format(Locale.ROOT, "%.9g %.9g", first, last);
  }
}
