package cnnlabs.evaluate;

import java.util.stream.IntStream;

/**
 * What pulls and pushes the points of a t-SNE plane: the gradient of the divergence.
 *
 * <p>A row a point, all rows side by side on all cores; each row is summed in order, so that the
 * result does not depend on the number of cores.
 */
final class Forces {

  private final float[][] affinities;
  private final int points;
  private final double[][] pull;
  private final double[][] push;
  private final double[] rowSums;

  /** Takes what {@link Affinities#of} gives. */
  Forces(float[][] affinities) {
    this.affinities = affinities;
    this.points = affinities.length;
    this.pull = new double[2][points];
    this.push = new double[2][points];
    this.rowSums = new double[points];
  }

  /**
   * The gradient by each coordinate, {@code [2][points]}, which the next call overwrites; the
   * exaggeration is the affinities' factor.
   */
  double[][] gradient(double[][] position, double exaggeration) {
    double sum = rows(position[0], position[1]);
    for (int axis = 0; axis < 2; axis++) {
      for (int i = 0; i < points; i++) {
        pull[axis][i] = 4 * (exaggeration * pull[axis][i] - push[axis][i] / sum);
      }
    }
    return pull;
  }

  /** Fills in what pulls and pushes each point; returns the sum of all similarities. */
  private double rows(double[] x, double[] y) {
    IntStream.range(0, points).parallel().forEach(i -> row(i, x, y));
    return sum(rowSums);
  }

  private void row(int i, double[] x, double[] y) {
    float[] affinity = affinities[i];
    double pullX = 0;
    double pullY = 0;
    double pushX = 0;
    double pushY = 0;
    double sum = 0;
    for (int j = 0; j < points; j++) {
      double dx = x[i] - x[j];
      double dy = y[i] - y[j];
      double similarity = 1 / (1 + dx * dx + dy * dy);
      double attraction = affinity[j] * similarity;
      double repulsion = similarity * similarity;
      sum += similarity;
      pullX += attraction * dx;
      pullY += attraction * dy;
      pushX += repulsion * dx;
      pushY += repulsion * dy;
    }
    pull[0][i] = pullX;
    pull[1][i] = pullY;
    push[0][i] = pushX;
    push[1][i] = pushY;
    rowSums[i] = sum - 1; // without the point itself
  }

  /** The Kullback-Leibler divergence of the plane's similarities from the affinities, in nats. */
  double divergence(double[][] position) {
    double sum = rows(position[0], position[1]);
    return sum(
        IntStream.range(0, points)
            .parallel()
            .mapToDouble(i -> divergence(i, position, sum))
            .toArray());
  }

  private double divergence(int i, double[][] position, double sum) {
    float[] affinity = affinities[i];
    double divergence = 0;
    for (int j = 0; j < points; j++) {
      if (affinity[j] > 0) {
        double dx = position[0][i] - position[0][j];
        double dy = position[1][i] - position[1][j];
        divergence += affinity[j] * Math.log(affinity[j] * sum * (1 + dx * dx + dy * dy));
      }
    }
    return divergence;
  }

  /** In order: a stream's own sum would round otherwise. */
  private static double sum(double[] rows) {
    double sum = 0;
    for (double row : rows) {
      sum += row;
    }
    return sum;
  }
}
