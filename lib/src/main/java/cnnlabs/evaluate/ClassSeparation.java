package cnnlabs.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.data.Interruption;
import java.util.Arrays;
import java.util.stream.IntStream;

/** How far points of different classes lie apart, as numbers. */
public final class ClassSeparation {

  private ClassSeparation() {}

  /**
   * The accuracy of a k-nearest-neighbours vote: the fraction of points whose neighbours vote for
   * the point's own class. Chance is one in the number of classes, 1 is perfect.
   *
   * @param points {@code [points][dimensions]}
   * @param labels a class each
   * @param neighbours how many vote, 1 to the number of points less one; ties go to the nearest
   */
  public static double neighbourAgreement(double[][] points, int[] labels, int neighbours) {
    int classes = classes(points, labels);
    checkArgument(
        neighbours >= 1 && neighbours < points.length,
        "neighbours must be 1 to %s, but is %s",
        points.length - 1,
        neighbours);
    var votes = new int[points.length];
    Interruption.forEach(
        points.length,
        "neighbours were looked for",
        i -> votes[i] = vote(nearest(points, i, neighbours), labels, classes));
    long agreeing = IntStream.range(0, points.length).filter(i -> votes[i] == labels[i]).count();
    return (double) agreeing / points.length;
  }

  /** The nearest points to one, the nearest first, without itself. */
  static int[] nearest(double[][] points, int i, int count) {
    var distances = new double[points.length];
    for (int j = 0; j < points.length; j++) {
      distances[j] = Math.sqrt(Distances.squared(points[i], points[j]));
    }
    return IntStream.range(0, points.length)
        .filter(j -> j != i)
        .boxed()
        .sorted((a, b) -> Double.compare(distances[a], distances[b]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int vote(int[] neighbours, int[] labels, int classes) {
    var votes = new int[classes];
    int winner = labels[neighbours[0]];
    for (int neighbour : neighbours) {
      votes[labels[neighbour]]++;
    }
    for (int neighbour : neighbours) {
      winner = votes[labels[neighbour]] > votes[winner] ? labels[neighbour] : winner;
    }
    return winner;
  }

  /**
   * The mean silhouette, in [-1, 1]: 1 where every point is far nearer to its own class than to any
   * other, 0 where classes overlap, below 0 where points lie in other classes.
   *
   * <p>Rousseeuw: Silhouettes (1987). A class of one point has a silhouette of 0.
   *
   * @param points {@code [points][dimensions]}
   * @param labels a class each, of at least two classes
   */
  public static double silhouette(double[][] points, int[] labels) {
    var sizes = new int[classes(points, labels)];
    for (int label : labels) {
      sizes[label]++;
    }
    checkArgument(
        Arrays.stream(sizes).filter(size -> size > 0).count() >= 2,
        "A silhouette needs points of at least two classes.");
    var silhouettes = new double[points.length];
    Interruption.forEach(
        points.length,
        "silhouettes were measured",
        i -> silhouettes[i] = silhouette(points, labels, sizes, i));
    return Arrays.stream(silhouettes).average().orElse(Double.NaN);
  }

  private static double silhouette(double[][] points, int[] labels, int[] sizes, int i) {
    var sums = new double[sizes.length];
    for (int j = 0; j < points.length; j++) {
      sums[labels[j]] += Math.sqrt(Distances.squared(points[i], points[j]));
    }
    int own = labels[i];
    if (sizes[own] == 1) {
      return 0;
    }
    double within = sums[own] / (sizes[own] - 1);
    double nearest = Double.POSITIVE_INFINITY;
    for (int other = 0; other < sizes.length; other++) {
      if (other != own && sizes[other] > 0) {
        nearest = Math.min(nearest, sums[other] / sizes[other]);
      }
    }
    double greater = Math.max(within, nearest);
    return greater == 0 ? 0 : (nearest - within) / greater;
  }

  private static int classes(double[][] points, int[] labels) {
    checkArgument(
        points.length == labels.length, "%s points have %s labels.", points.length, labels.length);
    return Arrays.stream(labels).max().orElse(0) + 1;
  }
}
