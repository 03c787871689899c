package cnnlabs.data.standin;

import com.google.common.primitives.Doubles;
import java.util.SplittableRandom;

/** Points joined by straight lines, in the plane. Immutable. */
final class Line {

  /** Straight pieces between two points of a curve. */
  private static final int PIECES = 5;

  /** x, y, x, y... */
  private final double[] coordinates;

  private Line(double[] coordinates) {
    this.coordinates = coordinates;
  }

  /** A line through points given as x, y, x, y... */
  static Line of(double... coordinates) {
    return new Line(coordinates.clone());
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
    double[] arc = new double[2 * points];
    for (int i = 0; i < points; i++) {
      double angle = from + (to - from) * i / (points - 1);
      arc[2 * i] = radius * StrictMath.cos(angle);
      arc[2 * i + 1] = radius * StrictMath.sin(angle);
    }
    return new Line(arc);
  }

  int points() {
    return coordinates.length / 2;
  }

  double x(int i) {
    return coordinates[2 * i];
  }

  double y(int i) {
    return coordinates[2 * i + 1];
  }

  /** This line's points and then another's. */
  Line then(Line other) {
    return new Line(Doubles.concat(coordinates, other.coordinates));
  }

  /** Each point moved at random by at most {@code reach} in x and in y. */
  Line jitter(double reach, SplittableRandom random) {
    double[] moved = coordinates.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += reach * (2 * random.nextDouble() - 1);
    }
    return new Line(moved);
  }

  /** The curve of Catmull and Rom through this line's points. */
  Line curve() {
    int pieces = PIECES * (points() - 1);
    double[] curve = new double[2 * (pieces + 1)];
    for (int i = 0; i <= pieces; i++) {
      int from = Math.min(i / PIECES, points() - 2);
      double along = (double) i / PIECES - from;
      curve[2 * i] = between(0, from, along);
      curve[2 * i + 1] = between(1, from, along);
    }
    return new Line(curve);
  }

  /** x, which is axis 0, or y, 1, of the curve behind a point. */
  private double between(int axis, int from, double t) {
    double a = coordinates[2 * Math.max(0, from - 1) + axis];
    double b = coordinates[2 * from + axis];
    double c = coordinates[2 * (from + 1) + axis];
    double d = coordinates[2 * Math.min(points() - 1, from + 2) + axis];
    double cubic = 3 * (b - c) + d - a;
    double square = 2 * a - 5 * b + 4 * c - d;
    return b + 0.5 * t * (c - a + t * (square + t * cubic));
  }

  /** Each point under a linear map, given by rows, and then moved. */
  Line map(double xx, double xy, double yx, double yy, double moveX, double moveY) {
    double[] mapped = new double[coordinates.length];
    for (int i = 0; i < points(); i++) {
      mapped[2 * i] = xx * x(i) + xy * y(i) + moveX;
      mapped[2 * i + 1] = yx * x(i) + yy * y(i) + moveY;
    }
    return new Line(mapped);
  }
}
