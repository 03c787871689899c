package cnnlabs.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is done to pixel bytes before a network sees them: {@code (x/255 - mean) / std} in each
 * channel.
 *
 * @param means on the scale of x/255; one for all channels, or one for each
 * @param standardDeviations on the scale of x/255, as many as means, above 0
 */
public record Normalization(List<Double> means, List<Double> standardDeviations) {

  private static final int LEVELS = 256;
  private static final Pattern FORMULA = Pattern.compile("\\(x/255 - (.+)\\) / (.+)");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is none, the counts differ, a value is not finite, or
   *     a standard deviation is not above 0
   */
  public Normalization {
    means = List.copyOf(means);
    standardDeviations = List.copyOf(standardDeviations);
    if (means.isEmpty() || means.size() != standardDeviations.size()) {
      throw new IllegalArgumentException(
          "%d means and %d standard deviations: give as many of each, one or one a channel."
              .formatted(means.size(), standardDeviations.size()));
    }
    for (double mean : means) {
      if (!Double.isFinite(mean)) {
        throw new IllegalArgumentException("A mean of %s: it must be finite.".formatted(mean));
      }
    }
    for (double std : standardDeviations) {
      if (!Double.isFinite(std) || std <= 0) {
        throw new IllegalArgumentException(
            "A standard deviation of %s: it must be finite and above 0.".formatted(std));
      }
    }
  }

  /** {@code (x/255 - 0.5) / 0.5}: pixels in [-1, 1], as the homework's reports have them. */
  public static Normalization centered() {
    return of(0.5, 0.5);
  }

  /** {@code x/255}: pixels in [0, 1]. */
  public static Normalization unit() {
    return of(0, 1);
  }

  /**
   * The same mean and standard deviation for all channels, on the scale of x/255.
   *
   * @throws IllegalArgumentException if a value is not finite, or {@code std} is not above 0
   */
  public static Normalization of(double mean, double std) {
    return new Normalization(List.of(mean), List.of(std));
  }

  /**
   * Measures mean and standard deviation of each channel over all pixels of a training set, which
   * then has mean 0 and standard deviation 1.
   *
   * @throws IllegalArgumentException if a channel has the same value everywhere
   */
  public static Normalization ofTraining(ImageDataset training) {
    List<Double> means = new ArrayList<>();
    List<Double> stds = new ArrayList<>();
    for (int channel = 0; channel < training.shape().channels(); channel++) {
      long[] counts = training.histogram(channel);
      double n = (double) training.size() * training.shape().area();
      double sum = 0;
      for (int level = 0; level < LEVELS; level++) {
        sum += counts[level] * (double) level;
      }
      double mean = sum / n;
      double squares = 0;
      for (int level = 0; level < LEVELS; level++) {
        squares += counts[level] * (level - mean) * (level - mean);
      }
      means.add(mean / 255);
      stds.add(Math.sqrt(squares / n) / 255);
    }
    return new Normalization(means, stds);
  }

  /**
   * The normalized value of each byte in a channel: 256 floats, a new array.
   *
   * @throws IllegalArgumentException if there are values for each channel and none for this one
   */
  public float[] table(int channel) {
    float[] table = new float[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      table[level] = (float) normalized(level, channel);
    }
    return table;
  }

  /** The normalized value of a level from 0 to 255, which may be a mean of some. */
  double normalized(double level, int channel) {
    return (level / 255.0 - of(means, channel)) / of(standardDeviations, channel);
  }

  /**
   * Checks that there are values for each of a shape's channels.
   *
   * @throws IllegalArgumentException if the counts do not fit
   */
  public void requireFor(ImageShape shape) {
    if (means.size() != 1 && means.size() != shape.channels()) {
      throw new IllegalArgumentException(
          "A normalization of %d channels for images of %d (%s): give one mean for all, or %d."
              .formatted(means.size(), shape.channels(), shape, shape.channels()));
    }
  }

  private static double of(List<Double> values, int channel) {
    if (channel < 0 || (values.size() > 1 && channel >= values.size())) {
      throw new IllegalArgumentException(
          "Channel %d of a normalization of %d channels.".formatted(channel, values.size()));
    }
    return values.get(values.size() == 1 ? 0 : channel);
  }

  /** The formula with its exact numbers, for tables and for the key of a run. */
  @Override
  public String toString() {
    return "(x/255 - " + text(means) + ") / " + text(standardDeviations);
  }

  private static String text(List<Double> values) {
    return values.size() == 1
        ? values.get(0).toString()
        : values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * Reads what {@link #toString} wrote: an equal normalization.
   *
   * @throws IllegalArgumentException if it is no such formula
   */
  public static Normalization parse(String description) {
    Matcher formula = FORMULA.matcher(description);
    if (!formula.matches()) {
      throw new IllegalArgumentException(
          "A normalization reads like '%s', not '%s'.".formatted(centered(), description));
    }
    return new Normalization(numbers(formula.group(1)), numbers(formula.group(2)));
  }

  private static List<Double> numbers(String text) {
    return Stream.of(text.replaceAll("[\\[\\]]", "").split(", ")).map(Double::valueOf).toList();
  }
}
