package cnnlabs.data.standin;

import java.util.SplittableRandom;

/** Points joined by straight lines, in the plane. Immutable. */
final class Line {

  /** Straight pieces between two points of a curve. */
  private static final int PIECES = 5;

  private final double[] x;
  private final double[] y;

  private Line(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  /** A line through points given as x, y, x, y... */
  static Line of(double... coordinates) {
    double[] x = new double[coordinates.length / 2];
    double[] y = new double[coordinates.length / 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = coordinates[2 * i];
      y[i] = coordinates[2 * i + 1];
    }
    return new Line(x, y);
  }

  /**
   * Points on an arc of the circle about the origin.
   *
   * @param radius of the circle
   * @param from angle of the first point in radians, 0 to the right, growing downwards
   * @param to angle of the last point
   * @param points at least 2
   */
  static Line arc(double radius, double from, double to, int points) {
    double[] x = new double[points];
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      double angle = from + (to - from) * i / (points - 1);
      x[i] = radius * StrictMath.cos(angle);
      y[i] = radius * StrictMath.sin(angle);
    }
    return new Line(x, y);
  }

  int points() {
    return x.length;
  }

  double x(int i) {
    return x[i];
  }

  double y(int i) {
    return y[i];
  }

  /** This line's points and then another's. */
  Line then(Line other) {
    double[] allX = new double[points() + other.points()];
    double[] allY = new double[allX.length];
    System.arraycopy(x, 0, allX, 0, points());
    System.arraycopy(y, 0, allY, 0, points());
    System.arraycopy(other.x, 0, allX, points(), other.points());
    System.arraycopy(other.y, 0, allY, points(), other.points());
    return new Line(allX, allY);
  }

  /** Each point moved at random by at most {@code reach} in x and in y. */
  Line jitter(double reach, SplittableRandom random) {
    double[] newX = new double[points()];
    double[] newY = new double[points()];
    for (int i = 0; i < newX.length; i++) {
      newX[i] = x[i] + reach * (2 * random.nextDouble() - 1);
      newY[i] = y[i] + reach * (2 * random.nextDouble() - 1);
    }
    return new Line(newX, newY);
  }

  /** The curve of Catmull and Rom through this line's points. */
  Line curve() {
    int pieces = PIECES * (points() - 1);
    double[] newX = new double[pieces + 1];
    double[] newY = new double[pieces + 1];
    for (int i = 0; i <= pieces; i++) {
      int from = Math.min(i / PIECES, points() - 2);
      double along = (double) i / PIECES - from;
      newX[i] = between(x, from, along);
      newY[i] = between(y, from, along);
    }
    return new Line(newX, newY);
  }

  private static double between(double[] values, int from, double t) {
    double a = values[Math.max(0, from - 1)];
    double b = values[from];
    double c = values[from + 1];
    double d = values[Math.min(values.length - 1, from + 2)];
    double cubic = 3 * (b - c) + d - a;
    double square = 2 * a - 5 * b + 4 * c - d;
    return b + 0.5 * t * (c - a + t * (square + t * cubic));
  }

  /** Each point under a linear map, given by rows, and then moved. */
  Line map(double xx, double xy, double yx, double yy, double moveX, double moveY) {
    double[] newX = new double[points()];
    double[] newY = new double[points()];
    for (int i = 0; i < newX.length; i++) {
      newX[i] = xx * x[i] + xy * y[i] + moveX;
      newY[i] = yx * x[i] + yy * y[i] + moveY;
    }
    return new Line(newX, newY);
  }
}
