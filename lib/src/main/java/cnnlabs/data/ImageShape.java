package cnnlabs.data;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;

/**
 * The shape of one image, {@code [C, H, W]}.
 *
 * @param channels 1 for grey, 3 for red, green, blue; at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record ImageShape(int channels, int height, int width) {

  /**
   * Checks the three sizes.
   *
   * @throws IllegalArgumentException if one is below 1, or an image has more than 2^31 - 1 values
   */
  public ImageShape {
    requirePositive("channels", channels);
    requirePositive("height", height);
    requirePositive("width", width);
    if ((double) channels * height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "An image of %d x %d x %d values is too large: at most %d values are possible."
              .formatted(channels, height, width, Integer.MAX_VALUE));
    }
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "An image's %s is %d: it must be at least 1.".formatted(what, value));
    }
  }

  /** Values of one image: channels x height x width. */
  public int volume() {
    return channels * height * width;
  }

  /** Values of one channel: height x width. */
  public int area() {
    return height * width;
  }

  /**
   * Makes a picture of pixel bytes, for the eye.
   *
   * @param pixels bytes 0 to 255 that hold an image in the order {@code [C, H, W]} from an offset
   *     on
   * @return a grey or red-green-blue picture of this width and height
   * @throws IllegalArgumentException if the image has neither 1 nor 3 channels, or does not lie
   *     within {@code pixels}
   */
  public BufferedImage picture(byte[] pixels, int offset) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "An image of %d channels has no picture: show one channel, or three as red, green, blue."
              .formatted(channels));
    }
    if (offset < 0 || offset > pixels.length - volume()) {
      throw new IllegalArgumentException(
          "An image of %d bytes at offset %d does not lie within %d bytes."
              .formatted(volume(), offset, pixels.length));
    }
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage picture = new BufferedImage(width, height, type);
    for (int channel = 0; channel < channels; channel++) {
      int start = offset + channel * area();
      int[] samples = IntStream.range(start, start + area()).map(i -> pixels[i] & 0xff).toArray();
      picture.getRaster().setSamples(0, 0, width, height, channel, samples);
    }
    return picture;
  }

  /** The shape as a table shows it, such as {@code 3x32x32}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
