package cnnlabs.run;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The mean of some values and the range in which they lie, such as one accuracy for each seed.
 *
 * @param mean between the least and the greatest value; NaN, as those two, where a value is
 * @param least the least value
 * @param greatest the greatest value
 */
public record MeanAndRange(double mean, double least, double greatest) {

  /** Noise is never taken to be wider than 3 points of accuracy. */
  private static final double WIDEST_NOISE = 0.03;

  /**
   * The mean and the range of some values.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MeanAndRange of(double... values) {
    checkArgument(values.length > 0, "A mean needs at least one value.");
    return new MeanAndRange(
        DoubleStream.of(values).average().orElseThrow(),
        DoubleStream.of(values).min().orElseThrow(),
        DoubleStream.of(values).max().orElseThrow());
  }

  /**
   * Whether another accuracy differs from these by no more than seeds do: it lies inside their
   * range, which is widened to twice its width, but not beyond 3 points.
   *
   * @param accuracy a fraction, as the values of this range must be
   */
  public boolean withinNoise(double accuracy) {
    double width = greatest - least;
    double margin = Math.min(width, Math.max(0, WIDEST_NOISE - width)) / 2;
    return accuracy >= least - margin && accuracy <= greatest + margin;
  }

  /** Fractions in per cent: {@code 98.91 (98.83 … 98.97)}. */
  public String percent() {
    return String.format(
        Locale.ROOT, "%.2f (%.2f … %.2f)", 100 * mean, 100 * least, 100 * greatest);
  }

  /** One line, in the unit of the values. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4g (%.4g … %.4g)", mean, least, greatest);
  }
}
