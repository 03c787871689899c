package cnnlabs.evaluate;

import java.util.function.Consumer;

/**
 * t-distributed stochastic neighbour embedding: points of many dimensions as points of a plane, so
 * that those that were neighbours stay neighbours. Distances between clusters and their sizes mean
 * nothing.
 *
 * <p>This is the exact algorithm, every pair of points in every iteration. Van der Maaten, Hinton:
 * Visualizing data using t-SNE (2008). It starts from the first two principal components, so that
 * it needs no seed and the same points give the same plane (Kobak, Berens: The art of using t-SNE
 * for single-cell transcriptomics, 2019), with the learning rate of Belkina and others: Automated
 * optimized parameters for t-SNE (2019).
 */
public final class Tsne {

  /** Iterations with exaggerated affinities, which let clusters form. */
  private static final int EARLY = 250;

  private static final double EXAGGERATION = 12;
  private static final double START_DEVIATION = 1e-4;
  private static final int REPORT_EVERY = 50;

  private final double[][] plane;
  private final double divergence;
  private final int iterations;

  private Tsne(double[][] plane, double divergence, int iterations) {
    this.plane = plane;
    this.divergence = divergence;
    this.iterations = iterations;
  }

  /** The points, {@code [points][2]}. */
  public double[][] plane() {
    return plane;
  }

  /** The Kullback-Leibler divergence that was reached, in nats; less is better. */
  public double divergence() {
    return divergence;
  }

  /** Iterations that were made: fewer than asked for if the thread was interrupted. */
  public int iterations() {
    return iterations;
  }

  /**
   * What a reader chooses.
   *
   * @param perplexity how many neighbours a point has, so to speak: at least 2, and less than a
   *     third of the points
   * @param iterations at least 250, the early ones; 1000 are usual
   */
  public record Options(double perplexity, int iterations) {

    public Options {
      if (!(perplexity >= 2 && perplexity < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "perplexity must be at least 2; 5 to 50 are usual. It is " + perplexity);
      }
      if (iterations < EARLY) {
        throw new IllegalArgumentException(
            "iterations must be at least %d, but is %d".formatted(EARLY, iterations));
      }
    }

    /** A perplexity of 30 and 1000 iterations. */
    public static Options defaults() {
      return new Options(30, 1000);
    }

    public Options withPerplexity(double perplexity) {
      return new Options(perplexity, iterations);
    }

    public Options withIterations(int iterations) {
      return new Options(perplexity, iterations);
    }
  }

  /**
   * Embeds points in the plane.
   *
   * @param points {@code [points][dimensions]}; more than some 50 dimensions should go through
   *     {@link PrincipalComponents} first
   * @param progress is told the iterations that were made, every 50 of them
   * @throws IllegalArgumentException if there are too few points for the perplexity, or a value is
   *     not finite
   */
  public static Tsne of(double[][] points, Options options, Consumer<Integer> progress) {
    if (points.length < 3 * options.perplexity() + 1) {
      throw new IllegalArgumentException(
          "%d points are too few for a perplexity of %s: give more than %.0f, or choose less."
              .formatted(points.length, options.perplexity(), 3 * options.perplexity()));
    }
    var descent = new Descent(Affinities.of(points, options.perplexity()), start(points));
    int iteration = 0;
    while (iteration < options.iterations() && !Thread.currentThread().isInterrupted()) {
      descent.step(iteration < EARLY);
      iteration++;
      if (iteration % REPORT_EVERY == 0) {
        progress.accept(iteration);
      }
    }
    return new Tsne(descent.plane(), descent.divergence(), iteration);
  }

  private static double[][] start(double[][] points) {
    double[][] start = PrincipalComponents.of(points, 2);
    double squares = 0;
    for (double[] point : start) {
      squares += point[0] * point[0];
    }
    double scale = squares == 0 ? 0 : START_DEVIATION / Math.sqrt(squares / start.length);
    for (double[] point : start) {
      point[0] *= scale;
      point[1] *= scale;
    }
    return start;
  }

  /** Gradient descent with momentum and a gain for each coordinate, as in the paper's code. */
  private static final class Descent {

    private static final double EARLY_MOMENTUM = 0.5;
    private static final double MOMENTUM = 0.8;
    private static final double LEAST_GAIN = 0.01;

    private final Affinities affinities;
    private final int points;
    private final double learningRate;
    private final double[][] position;
    private final double[][] velocity;
    private final double[][] gain;
    private final Forces forces;

    Descent(Affinities affinities, double[][] start) {
      this.affinities = affinities;
      this.points = start.length;
      this.learningRate = Math.max(points / EXAGGERATION / 4, 50);
      this.position = new double[2][points];
      this.velocity = new double[2][points];
      this.gain = new double[2][points];
      this.forces = new Forces(affinities);
      for (int axis = 0; axis < 2; axis++) {
        for (int i = 0; i < points; i++) {
          position[axis][i] = start[i][axis];
          gain[axis][i] = 1;
        }
      }
    }

    void step(boolean early) {
      double[][] gradient = forces.gradient(position, early ? EXAGGERATION : 1);
      double momentum = early ? EARLY_MOMENTUM : MOMENTUM;
      for (int axis = 0; axis < 2; axis++) {
        double mean = 0;
        for (int i = 0; i < points; i++) {
          boolean turned = gradient[axis][i] > 0 == velocity[axis][i] > 0;
          gain[axis][i] = Math.max(LEAST_GAIN, turned ? gain[axis][i] * 0.8 : gain[axis][i] + 0.2);
          velocity[axis][i] =
              momentum * velocity[axis][i] - learningRate * gain[axis][i] * gradient[axis][i];
          position[axis][i] += velocity[axis][i];
          mean += position[axis][i] / points;
        }
        for (int i = 0; i < points; i++) {
          position[axis][i] -= mean;
        }
      }
    }

    double divergence() {
      return forces.divergence(position);
    }

    double[][] plane() {
      var plane = new double[affinities.points()][2];
      for (int i = 0; i < points; i++) {
        plane[i][0] = position[0][i];
        plane[i][1] = position[1][i];
      }
      return plane;
    }
  }
}
