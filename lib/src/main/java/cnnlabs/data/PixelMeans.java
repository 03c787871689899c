package cnnlabs.data;

import java.util.stream.IntStream;

/**
 * How bright the pixels of a data set are on average over its images, behind a normalization.
 *
 * @param least the mean of the pixel that is darkest on average
 * @param greatest the mean of the pixel that is brightest on average
 * @param mean of all pixels of all channels
 */
public record PixelMeans(double least, double greatest, double mean) {

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
    // Normalization is linear: the mean of the values is the value of the mean.
    var means =
        IntStream.range(0, sums.length)
            .mapToDouble(
                i -> normalization.normalized((double) sums[i] / images.size(), i / shape.area()))
            .summaryStatistics();
    return new PixelMeans(means.getMin(), means.getMax(), means.getAverage());
  }
}
