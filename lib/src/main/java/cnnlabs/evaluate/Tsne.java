package cnnlabs.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.data.Interruption;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * t-distributed stochastic neighbour embedding: points of many dimensions as points of a plane, so
 * that those that were neighbours stay neighbours. Distances between clusters and their sizes mean
 * nothing.
 *
 * <p>This is the exact algorithm, every pair of points in every iteration. Van der Maaten, Hinton:
 * Visualizing data using t-SNE (2008). Its initialization is the first two principal components, so
 * that it needs no seed and the same points give the same plane (Kobak, Berens: The art of using
 * t-SNE for single-cell transcriptomics, 2019), with the learning rate of Belkina and others:
 * Automated optimized parameters for t-SNE (2019).
 *
 * @param plane the points, {@code [points][2]}
 * @param divergence the Kullback-Leibler divergence that was reached, in nats; less is better
 * @param iterations that were made, at least 1: fewer than asked for if the thread was interrupted
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares planes.
public record Tsne(double[][] plane, double divergence, int iterations) {

  /** Iterations with exaggerated affinities, which let clusters form. */
  private static final int EARLY = 250;

  private static final double EXAGGERATION = 12;

  /**
   * The exaggeration of a plane that begins where another ended. Exaggerated by 12 its points would
   * be drawn together and find other places. Between the planes of one epoch and the next in lab 08
   * the cosine was then anywhere from -0.8 to 0.7; with 2 its median is 0.92.
   */
  private static final double GENTLE_EXAGGERATION = 2;

  private static final double START_DEVIATION = 1e-4;
  private static final int REPORT_EVERY = 50;

  /**
   * What a reader chooses.
   *
   * @param perplexity the effective number of a point's neighbours: at least 2, and less than a
   *     third of the number of points
   * @param iterations at least 250, the early ones; 1000 are usual
   */
  @RecordBuilder
  public record Options(double perplexity, int iterations) implements TsneOptionsBuilder.With {

    public Options {
      checkArgument(
          perplexity >= 2 && perplexity < Double.POSITIVE_INFINITY,
          "perplexity must be at least 2; 5 to 50 are usual. It is %s",
          perplexity);
      checkArgument(
          iterations >= EARLY, "iterations must be at least %s, but is %s", EARLY, iterations);
    }

    /** A perplexity of 30 and 1000 iterations. */
    public static Options defaults() {
      return new Options(30, 1000);
    }
  }

  /**
   * Embeds points in the plane, starting from their first two principal components.
   *
   * @param points {@code [points][dimensions]}; more than some 50 dimensions should go through
   *     {@link PrincipalComponents} first
   * @param progress is told the iterations that were made, every 50 of them
   * @throws IllegalArgumentException if points are too few for the perplexity, or not finite
   * @throws CancellationException if the thread is interrupted before the first iteration, and its
   *     flag stays set; later, the points are given as they are then
   */
  public static Tsne of(double[][] points, Options options, Consumer<Integer> progress) {
    float[][] affinities = affinities(points, options);
    double[][] start = shrunk(PrincipalComponents.of(points, 2));
    return of(options, new TsneDescent(affinities, start, EXAGGERATION), progress);
  }

  /**
   * Embeds points in the plane, starting from another plane of the same things. They keep their
   * places as far as their neighbours do; where many do not, the divergence may stay greater.
   *
   * @param points {@code [points][dimensions]}
   * @param initialization that plane, {@code [points][2]}
   * @param progress is told the iterations that were made, every 50 of them
   * @throws IllegalArgumentException if the initialization has not two coordinates for each point;
   *     else as above
   */
  public static Tsne of(
      double[][] points, Options options, double[][] initialization, Consumer<Integer> progress) {
    requirePlane(initialization, points.length);
    float[][] affinities = affinities(points, options);
    return of(options, new TsneDescent(affinities, initialization, GENTLE_EXAGGERATION), progress);
  }

  private static Tsne of(Options options, TsneDescent descent, Consumer<Integer> progress) {
    Interruption.check("t-SNE was prepared, before its first iteration");
    int iteration = 0;
    do {
      descent.step(iteration < EARLY);
      iteration++;
      if (iteration % REPORT_EVERY == 0) {
        progress.accept(iteration);
      }
    } while (iteration < options.iterations() && !Thread.currentThread().isInterrupted());
    return new Tsne(descent.plane(), descent.divergence(), iteration);
  }

  /**
   * Embeds the same things at several moments, such as a layer's outputs at several epochs. Each
   * plane begins where the one before it ended, so that the planes can be compared.
   *
   * @param moments the points {@code [points][dimensions]} of each moment, in order
   * @param progress is told the iterations that were made, over all moments
   * @return a plane for each moment
   * @throws CancellationException if the thread is interrupted, whose flag stays set: planes that
   *     are not finished could not be compared
   */
  public static List<Tsne> sequence(
      List<double[][]> moments, Options options, Consumer<Integer> progress) {
    var planes = new ArrayList<Tsne>();
    for (double[][] points : moments) {
      int before = planes.size() * options.iterations();
      Consumer<Integer> here = iteration -> progress.accept(before + iteration);
      planes.add(
          planes.isEmpty()
              ? of(points, options, here)
              : of(points, options, planes.get(planes.size() - 1).plane(), here));
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException(
            "Interrupted in plane %d of %d.".formatted(planes.size(), moments.size()));
      }
    }
    return planes;
  }

  private static float[][] affinities(double[][] points, Options options) {
    if (points.length < 3 * options.perplexity() + 1) {
      throw new IllegalArgumentException(
          "%d points are too few for a perplexity of %s: give more than %.0f, or choose less."
              .formatted(points.length, options.perplexity(), 3 * options.perplexity()));
    }
    return Affinities.of(points, options.perplexity());
  }

  private static void requirePlane(double[][] initialization, int points) {
    checkArgument(
        initialization.length == points,
        "The initialization has %s points, but there are %s.",
        initialization.length,
        points);
    for (int i = 0; i < points; i++) {
      double[] point = initialization[i];
      if (point.length != 2 || !Double.isFinite(point[0]) || !Double.isFinite(point[1])) {
        throw new IllegalArgumentException(
            "Point %d of the initialization is %s, but must be two finite numbers."
                .formatted(i, Arrays.toString(point)));
      }
    }
  }

  private static double[][] shrunk(double[][] plane) {
    double mean = Arrays.stream(plane).mapToDouble(point -> point[0]).average().orElse(0);
    double squares =
        Arrays.stream(plane).mapToDouble(point -> (point[0] - mean) * (point[0] - mean)).sum();
    double scale = squares == 0 ? 0 : START_DEVIATION / Math.sqrt(squares / plane.length);
    return Arrays.stream(plane)
        .map(point -> new double[] {scale * point[0], scale * point[1]})
        .toArray(double[][]::new);
  }
}
