package cnnlabs.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A picture of the reader's own, brought to the size and colours of a data set, so that a network
 * that was trained on it can be asked what it sees.
 *
 * <p>The largest middle part of the picture with the images' proportions is taken; each pixel of
 * the result is the mean of the part of the picture that it covers. Transparent places become
 * white. For a grey data set, grey is 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601); MNIST's
 * digits are light on dark, so draw yours like that.
 */
public final class OwnPicture {

  /** The class of a picture whose class nobody told. */
  public static final String UNKNOWN = "unknown";

  private static final double[] LUMINANCE = {0.299, 0.587, 0.114};

  private OwnPicture() {}

  /**
   * Reads a picture as a data set of one image, of the class {@link #UNKNOWN}, which stands behind
   * the classes that it is compared with.
   *
   * @param file PNG, JPEG, GIF or BMP, of any size
   * @param like the data set whose shape and classes it takes; 1 or 3 channels
   * @throws DataFileException if there is no such file, or it is no picture that Java can read
   * @throws IllegalArgumentException if images have neither 1 nor 3 channels
   */
  public static ImageDataset load(Path file, ImageDataset like) {
    ImageShape shape = like.shape();
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new IllegalArgumentException(
          "A picture has 1 or 3 channels, and images of %s have %d."
              .formatted(like.name(), shape.channels()));
    }
    List<String> names = new ArrayList<>(like.classNames());
    names.add(UNKNOWN);
    return ImageDataset.of(
        Provenance.userFile(file.toString()),
        shape,
        names,
        resized(opaque(read(file)), shape),
        new byte[] {(byte) like.classes()});
  }

  private static BufferedImage read(Path file) {
    String expected = "a PNG, JPEG, GIF or BMP picture";
    if (!Files.isRegularFile(file)) {
      throw new DataFileException(
          file,
          expected,
          Files.exists(file) ? "a folder" : "nothing",
          "Give the path of a picture; a relative one starts at the notebook's folder.");
    }
    try {
      BufferedImage picture = ImageIO.read(file.toFile());
      if (picture == null) {
        throw new DataFileException(
            file, expected, "another format", "Save the picture as PNG and try again.");
      }
      return picture;
    } catch (IOException e) {
      throw new DataFileException(
          file, expected, DataFileException.reason(e), "Save the picture as PNG and try again.");
    }
  }

  private static BufferedImage opaque(BufferedImage picture) {
    var onWhite =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = onWhite.createGraphics();
    graphics.drawImage(picture, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return onWhite;
  }

  /** Bytes {@code [C, H, W]} of the middle part. */
  private static byte[] resized(BufferedImage picture, ImageShape shape) {
    double pixel =
        Math.min(
            (double) picture.getWidth() / shape.width(),
            (double) picture.getHeight() / shape.height());
    double left = (picture.getWidth() - pixel * shape.width()) / 2;
    double top = (picture.getHeight() - pixel * shape.height()) / 2;
    byte[] bytes = new byte[shape.volume()];
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        double[] color = mean(picture, left + column * pixel, top + row * pixel, pixel);
        for (int channel = 0; channel < shape.channels(); channel++) {
          double value = shape.channels() == 1 ? luminance(color) : color[channel];
          bytes[channel * shape.area() + row * shape.width() + column] = (byte) Math.round(value);
        }
      }
    }
    return bytes;
  }

  private static double luminance(double[] color) {
    return LUMINANCE[0] * color[0] + LUMINANCE[1] * color[1] + LUMINANCE[2] * color[2];
  }

  /** The mean red, green and blue of a square, each pixel by the area that the square covers. */
  private static double[] mean(BufferedImage picture, double left, double top, double size) {
    double[] sum = new double[3];
    double area = 0;
    int lastRow = (int) Math.min(Math.ceil(top + size), picture.getHeight());
    int lastColumn = (int) Math.min(Math.ceil(left + size), picture.getWidth());
    for (int y = (int) top; y < lastRow; y++) {
      double height = Math.min(y + 1, top + size) - Math.max(y, top);
      for (int x = (int) left; x < lastColumn; x++) {
        double covered = height * (Math.min(x + 1, left + size) - Math.max(x, left));
        int rgb = picture.getRGB(x, y);
        sum[0] += covered * (rgb >> 16 & 0xff);
        sum[1] += covered * (rgb >> 8 & 0xff);
        sum[2] += covered * (rgb & 0xff);
        area += covered;
      }
    }
    return new double[] {sum[0] / area, sum[1] / area, sum[2] / area};
  }
}
