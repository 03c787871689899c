package cnnlabs.evaluate;

/**
 * Gradient descent of t-SNE's divergence, with momentum and a gain for each coordinate, as in the
 * code of van der Maaten and Hinton (2008).
 */
final class TsneDescent {

  private static final double EARLY_MOMENTUM = 0.5;
  private static final double MOMENTUM = 0.8;
  private static final double LEAST_GAIN = 0.01;

  private final int points;
  private final double exaggeration;
  private final double learningRate;
  private final double[][] position;
  private final double[][] velocity;
  private final double[][] gain;
  private final Forces forces;

  /**
   * Begins.
   *
   * @param start {@code [points][2]}
   * @param exaggeration the factor of the affinities in early iterations, which lets clusters form
   */
  TsneDescent(float[][] affinities, double[][] start, double exaggeration) {
    this.points = start.length;
    this.exaggeration = exaggeration;
    this.learningRate = Math.max(points / 48.0, 50); // a twelfth, for a gradient with a factor of 4
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

  /** One iteration; early ones have exaggerated affinities. */
  void step(boolean early) {
    double[][] gradient = forces.gradient(position, early ? exaggeration : 1);
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

  /** As {@link Forces#divergence}. */
  double divergence() {
    return forces.divergence(position);
  }

  /** The points as they are now, {@code [points][2]}. */
  double[][] plane() {
    var plane = new double[points][2];
    for (int i = 0; i < points; i++) {
      plane[i][0] = position[0][i];
      plane[i][1] = position[1][i];
    }
    return plane;
  }
}
