package cnnlabs.data;

import java.util.stream.DoubleStream;

/** The mean of each pixel over all images of a data set, behind a normalization. */
public final class PixelMeans {

  private final ImageShape shape;
  private final double[] means;

  private PixelMeans(ImageShape shape, double[] means) {
    this.shape = shape;
    this.means = means;
  }

  /**
   * Measures every pixel of every channel.
   *
   * @throws IllegalArgumentException if the normalization has another number of channels
   */
  public static PixelMeans of(ImageDataset images, Normalization normalization) {
    ImageShape shape = images.shape();
    normalization.requireFor(shape);
    long[] sums = new long[shape.volume()];
    byte[] pixels = new byte[shape.volume()];
    for (int image = 0; image < images.size(); image++) {
      Interruption.check("images were averaged");
      images.copyPixels(image, pixels, 0);
      for (int i = 0; i < pixels.length; i++) {
        sums[i] += pixels[i] & 0xff;
      }
    }
    double[] means = new double[sums.length];
    for (int i = 0; i < means.length; i++) {
      // Normalization is linear: the mean of the values is the value of the mean.
      means[i] = normalization.normalized((double) sums[i] / images.size(), i / shape.area());
    }
    return new PixelMeans(shape, means);
  }

  /** The mean over the images of one pixel. */
  public double mean(int channel, int row, int column) {
    return means[channel * shape.area() + row * shape.width() + column];
  }

  /** The mean of all pixels of all channels. */
  public double mean() {
    return DoubleStream.of(means).average().orElseThrow();
  }

  /** The mean of the pixel that is darkest on average. */
  public double least() {
    return DoubleStream.of(means).min().orElseThrow();
  }

  /** The mean of the pixel that is brightest on average. */
  public double greatest() {
    return DoubleStream.of(means).max().orElseThrow();
  }

  /** One line: size and range. */
  @Override
  public String toString() {
    return "pixel means %s, %.4g to %.4g".formatted(shape, least(), greatest());
  }
}
