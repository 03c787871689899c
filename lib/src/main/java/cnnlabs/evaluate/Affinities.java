package cnnlabs.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.data.Interruption;
import java.util.concurrent.CancellationException;

/**
 * How near points are to each other in t-SNE's sense: a probability for each pair, from a Gaussian
 * around each point that is as wide as its perplexity asks.
 *
 * <p>Van der Maaten, Hinton: Visualizing data using t-SNE (2008), section 2.
 */
final class Affinities {

  private static final int BISECTIONS = 64;
  private static final double TOLERANCE = 1e-5; // of the entropy, in nats

  private static final String DOING = "affinities were computed";

  private Affinities() {}

  /**
   * The affinities of all pairs, which sum to 1.
   *
   * @param points {@code [points][dimensions]}
   * @return {@code [points][points]}, symmetric: in a row one point's, 0 to itself
   * @throws IllegalArgumentException naming the point, if a value is not finite
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  static float[][] of(double[][] points, double perplexity) {
    int count = points.length;
    var conditional = new double[count][];
    Interruption.forEach(
        count,
        DOING,
        i -> conditional[i] = conditional(squaredDistances(points, i), i, perplexity));
    var rows = new float[count][count];
    Interruption.forEach(
        count,
        DOING,
        i -> {
          for (int j = 0; j < count; j++) {
            rows[i][j] = (float) ((conditional[i][j] + conditional[j][i]) / (2 * count));
          }
        });
    return rows;
  }

  private static double[] squaredDistances(double[][] points, int i) {
    var distances = new double[points.length];
    for (int j = 0; j < points.length; j++) {
      distances[j] = Distances.squared(points[i], points[j]);
    }
    checkArgument(!Double.isNaN(distances[i]), "Point %s has a value that is not finite.", i);
    return distances;
  }

  /** Widens or narrows the Gaussian until its entropy is that of the perplexity. */
  private static double[] conditional(double[] distances, int i, double perplexity) {
    double wanted = Math.log(perplexity);
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < distances.length; j++) {
      if (j != i) {
        nearest = Math.min(nearest, distances[j]);
      }
    }
    var probabilities = new double[distances.length];
    double precision = 1;
    double least = 0;
    double most = Double.POSITIVE_INFINITY;
    for (int step = 0; step < BISECTIONS; step++) {
      double difference = entropy(distances, i, nearest, precision, probabilities) - wanted;
      if (Math.abs(difference) < TOLERANCE) {
        break;
      }
      if (difference > 0) {
        least = precision;
        precision = most == Double.POSITIVE_INFINITY ? 2 * precision : (precision + most) / 2;
      } else {
        most = precision;
        precision = (precision + least) / 2;
      }
    }
    return probabilities;
  }

  /** Fills in the probabilities at a precision, and returns their entropy in nats. */
  private static double entropy(
      double[] distances, int i, double nearest, double precision, double[] probabilities) {
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < distances.length; j++) {
      // Less the nearest distance, so that the nearest point has a weight of 1 and none vanishes.
      double distance = distances[j] - nearest;
      double weight = j == i ? 0 : Math.exp(-precision * distance);
      probabilities[j] = weight;
      sum += weight;
      weighted += j == i ? 0 : weight * distance;
    }
    for (int j = 0; j < probabilities.length; j++) {
      probabilities[j] /= sum;
    }
    return Math.log(sum) + precision * weighted / sum;
  }
}
