package cnnlabs.data;

import com.google.common.primitives.Bytes;
import java.util.Arrays;

/**
 * Where each pixel of a changed image comes from: the image is shifted, then mirrored, then turned
 * about its middle. What comes from outside is black.
 *
 * @param down rows by which the source lies further down than the target
 * @param right columns likewise
 * @param mirror whether left and right change places
 * @param upsideDown whether top and bottom do
 */
record PixelMove(ImageShape shape, int down, int right, boolean mirror, boolean upsideDown) {

  /** Of a position, those behind the point. */
  private static final int BITS = 16;

  /** Moves an image that is not turned: whole rows. */
  void upright(byte[] source, byte[] target) {
    int width = shape.width();
    // The columns of the shifted image that lie in the source.
    int left = Math.max(0, -right);
    int end = width - Math.max(0, right);
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 0; y < shape.height(); y++) {
        int to = channel * shape.area() + y * width;
        int row = (upsideDown ? shape.height() - 1 - y : y) + down;
        Arrays.fill(target, to, to + width, (byte) 0);
        if (row >= 0 && row < shape.height()) {
          int from = channel * shape.area() + row * width + right;
          System.arraycopy(source, from + left, target, to + left, end - left);
          if (mirror) {
            Bytes.reverse(target, to, to + width);
          }
        }
      }
    }
  }

  /**
   * Moves and turns an image, each pixel the mean of the four that it falls between, by nearness.
   *
   * @param degrees counter-clockwise
   */
  void rotated(byte[] source, byte[] target, double degrees) {
    // Math.sin may differ in its last bit from one machine to the next.
    double sin = StrictMath.sin(StrictMath.toRadians(degrees));
    double cos = StrictMath.cos(StrictMath.toRadians(degrees));
    double middleX = (shape.width() - 1) / 2.0;
    double middleY = (shape.height() - 1) / 2.0;
    int toX = mirror ? -1 : 1;
    int toY = upsideDown ? -1 : 1;
    // From where the next pixel to the right comes, beside this one.
    int stepX = fixed(toX * cos);
    int stepY = fixed(toY * sin);
    for (int y = 0; y < shape.height(); y++) {
      int fromX = fixed(middleX + right + toX * (-cos * middleX - sin * (y - middleY)));
      int fromY = fixed(middleY + down + toY * (-sin * middleX + cos * (y - middleY)));
      for (int x = 0; x < shape.width(); x++) {
        blend(source, target, y * shape.width() + x, fromX, fromY);
        fromX += stepX;
        fromY += stepY;
      }
    }
  }

  /** In whole numbers: sums are then exact, and fast. */
  private static int fixed(double value) {
    return (int) Math.rint(value * (1 << BITS));
  }

  private void blend(byte[] source, byte[] target, int pixel, int fromX, int fromY) {
    int column = fromX >> BITS;
    int row = fromY >> BITS;
    int toRight = fromX >> (BITS - 8) & 0xff;
    int toBottom = fromY >> (BITS - 8) & 0xff;
    int width = shape.width();
    boolean inside = column >= 0 && column < width - 1 && row >= 0 && row < shape.height() - 1;
    int start = row * width + column;
    for (int at = pixel; at < target.length; at += shape.area(), start += shape.area()) {
      int a = inside || isInside(row, column) ? source[start] & 0xff : 0;
      int b = inside || isInside(row, column + 1) ? source[start + 1] & 0xff : 0;
      int c = inside || isInside(row + 1, column) ? source[start + width] & 0xff : 0;
      int d = inside || isInside(row + 1, column + 1) ? source[start + width + 1] & 0xff : 0;
      int upper = (a << 8) + toRight * (b - a);
      int lower = (c << 8) + toRight * (d - c);
      target[at] = (byte) (((upper << 8) + toBottom * (lower - upper) + (1 << 15)) >> 16);
    }
  }

  private boolean isInside(int row, int column) {
    return row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
  }
}
