package cnnlabs.data;

/**
 * Brings an image to another size: the largest middle part with the wanted proportions, each pixel
 * the mean of the part that it covers.
 */
final class AreaMean {

  private AreaMean() {}

  /**
   * Averages.
   *
   * @param from the image's shape
   * @param pixels bytes 0 to 255, {@code [C, H, W]}
   * @param height rows wanted
   * @param width columns wanted
   * @return values 0 to 255, {@code [C, height, width]}
   */
  static double[] of(ImageShape from, byte[] pixels, int height, int width) {
    double size = Math.min((double) from.width() / width, (double) from.height() / height);
    double left = (from.width() - size * width) / 2;
    double top = (from.height() - size * height) / 2;
    double[] means = new double[from.channels() * height * width];
    int next = 0;
    for (int channel = 0; channel < from.channels(); channel++) {
      int start = channel * from.area();
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          means[next++] = mean(from, pixels, start, left + column * size, top + row * size, size);
        }
      }
    }
    return means;
  }

  /** The same, rounded to bytes. */
  static byte[] bytes(ImageShape from, byte[] pixels, int height, int width) {
    double[] means = of(from, pixels, height, width);
    byte[] bytes = new byte[means.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(means[i]);
    }
    return bytes;
  }

  /** The mean of a square, each pixel by the area that the square covers. */
  private static double mean(
      ImageShape from, byte[] pixels, int start, double left, double top, double size) {
    double sum = 0;
    double area = 0;
    int lastRow = (int) Math.min(Math.ceil(top + size), from.height());
    int lastColumn = (int) Math.min(Math.ceil(left + size), from.width());
    for (int y = (int) top; y < lastRow; y++) {
      double high = Math.min(y + 1, top + size) - Math.max(y, top);
      for (int x = (int) left; x < lastColumn; x++) {
        double covered = high * (Math.min(x + 1, left + size) - Math.max(x, left));
        sum += covered * (pixels[start + y * from.width() + x] & 0xff);
        area += covered;
      }
    }
    return sum / area;
  }
}
