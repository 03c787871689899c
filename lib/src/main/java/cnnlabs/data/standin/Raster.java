package cnnlabs.data.standin;

import java.util.Arrays;
import java.util.List;

/**
 * A grey canvas for lines and polygons: how much of each pixel they cover, 0 to 1.
 *
 * <p>Coordinates are in pixels; the centre of the pixel in the upper left corner is (0.5, 0.5).
 */
final class Raster {

  /** Rows of samples a pixel, when a polygon is filled. */
  private static final int ROWS_A_PIXEL = 4;

  private final int size;
  private final float[] cover;

  /** A square canvas of so many rows and columns. */
  Raster(int size) {
    this.size = size;
    this.cover = new float[size * size];
  }

  /** The share of each pixel that is covered, row by row: the canvas itself. */
  float[] cover() {
    return cover;
  }

  /** Draws an open line with round ends, as wide as twice its radius. */
  void stroke(Line line, double radius) {
    for (int i = 0; i + 1 < line.points(); i++) {
      stroke(line.x(i), line.y(i), line.x(i + 1), line.y(i + 1), radius);
    }
  }

  private void stroke(double x0, double y0, double x1, double y1, double radius) {
    double reach = radius + 0.5;
    int top = (int) Math.max(0, Math.floor(Math.min(y0, y1) - reach));
    int bottom = (int) Math.min(size - 1, Math.ceil(Math.max(y0, y1) + reach));
    int left = (int) Math.max(0, Math.floor(Math.min(x0, x1) - reach));
    int right = (int) Math.min(size - 1, Math.ceil(Math.max(x0, x1) + reach));
    double dx = x1 - x0;
    double dy = y1 - y0;
    double squaredLength = Math.max(1e-12, dx * dx + dy * dy);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - x0;
        double py = row + 0.5 - y0;
        double along = Math.max(0, Math.min(1, (px * dx + py * dy) / squaredLength));
        double ex = px - along * dx;
        double ey = py - along * dy;
        double share = Math.min(1, reach - Math.sqrt(ex * ex + ey * ey));
        int at = row * size + column;
        cover[at] = Math.max(cover[at], (float) share);
      }
    }
  }

  /** Fills closed lines by the even-odd rule, so that one within another is a hole. */
  void fill(List<Line> contours) {
    int points = 0;
    double top = size;
    double bottom = 0;
    for (Line line : contours) {
      points += line.points();
      for (int i = 0; i < line.points(); i++) {
        top = Math.min(top, line.y(i));
        bottom = Math.max(bottom, line.y(i));
      }
    }
    int first = (int) Math.max(0, Math.floor(top * ROWS_A_PIXEL));
    int end = (int) Math.min(size * ROWS_A_PIXEL, Math.ceil(bottom * ROWS_A_PIXEL));
    double[] crossings = new double[points];
    for (int sample = first; sample < end; sample++) {
      double y = (sample + 0.5) / ROWS_A_PIXEL;
      int n = 0;
      for (Line line : contours) {
        n = cross(line, y, crossings, n);
      }
      Arrays.sort(crossings, 0, n);
      for (int k = 0; k + 1 < n; k += 2) {
        fill(sample / ROWS_A_PIXEL, crossings[k], crossings[k + 1]);
      }
    }
  }

  /** Adds the places where a closed line crosses a height to the n that are known. */
  private static int cross(Line line, double y, double[] crossings, int n) {
    int count = n;
    int last = line.points() - 1;
    for (int i = 0; i <= last; i++) {
      int j = i == last ? 0 : i + 1;
      if (line.y(i) <= y != line.y(j) <= y) {
        double along = (y - line.y(i)) / (line.y(j) - line.y(i));
        crossings[count++] = line.x(i) + along * (line.x(j) - line.x(i));
      }
    }
    return count;
  }

  /** Adds one row of samples from left to right to a row of pixels. */
  private void fill(int row, double left, double right) {
    int first = (int) Math.max(0, Math.floor(left));
    int last = (int) Math.min(size - 1, Math.floor(right));
    for (int column = first; column <= last; column++) {
      double share = Math.min(right, column + 1) - Math.max(left, column);
      int at = row * size + column;
      cover[at] = Math.min(1, cover[at] + (float) (share / ROWS_A_PIXEL));
    }
  }
}
