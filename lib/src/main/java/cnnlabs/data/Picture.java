package cnnlabs.data;

import cnnlabs.data.files.FileContent;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture file's pixels as red, green and blue bytes {@code [3, H, W]}.
 *
 * <p>Grey becomes three equal channels, 16 bits become 8, transparent places become white, and of
 * an animation the first picture is taken. A rotation that a camera noted in the file is not done.
 *
 * @param shape {@code [3, H, W]}
 * @param pixels bytes 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // It is read once and thrown away.
record Picture(ImageShape shape, byte[] pixels) {

  /** So that a small file that claims to be huge does not fill the memory. */
  private static final long MOST_PIXELS = 64_000_000;

  private static final int OPAQUE = 255;

  /**
   * Reads a file.
   *
   * @param formats as ImageIO names them, but in capitals: {@code PNG}, {@code JPEG}
   * @param remedy what the reader of an error can do where there is no such file
   * @throws DataFileException if there is no such file, or it is no picture of these formats that
   *     Java can read, or has more than 64 million pixels
   */
  static Picture read(Path file, List<String> formats, String remedy) {
    String expected = "a %s picture".formatted(either(formats));
    if (!Files.isRegularFile(file)) {
      throw new DataFileException(
          file, expected, Files.exists(file) ? "a folder" : "nothing", remedy);
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw damaged(file, expected, "another format: " + FileContent.describe(file));
      }
      ImageReader reader = readers.next();
      try {
        String format = reader.getFormatName().toUpperCase(Locale.ROOT);
        if (!formats.contains(format)) {
          throw damaged(file, expected, format);
        }
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
          throw new DataFileException(
              file,
              "at most %,d pixels".formatted(MOST_PIXELS),
              "%,d x %,d".formatted(reader.getWidth(0), reader.getHeight(0)),
              "Make the picture smaller.");
        }
        return of(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw damaged(file, expected, FileContent.reason(e));
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | IllegalStateException
        | NegativeArraySizeException
        | NullPointerException e) {
      // What Java's readers throw at some damaged files.
      throw damaged(file, expected, "a damaged one (%s)".formatted(e));
    }
  }

  private static String either(List<String> formats) {
    int last = formats.size() - 1;
    return String.join(", ", formats.subList(0, last)) + " or " + formats.get(last);
  }

  private static DataFileException damaged(Path file, String expected, String found) {
    return new DataFileException(file, expected, found, "Save the picture as PNG and try again.");
  }

  private static Picture of(BufferedImage image) {
    ImageShape shape = new ImageShape(3, image.getHeight(), image.getWidth());
    byte[] pixels = new byte[shape.volume()];
    boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        // Java would take a grey value for linear light and brighten it.
        int argb = grey ? grey(image, x, y) : image.getRGB(x, y);
        int at = y * shape.width() + x;
        for (int channel = 0; channel < 3; channel++) {
          int value = argb >> (16 - 8 * channel) & 0xff;
          pixels[channel * shape.area() + at] = (byte) onWhite(value, argb >>> 24);
        }
      }
    }
    return new Picture(shape, pixels);
  }

  private static int grey(BufferedImage image, int x, int y) {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    int value = toByte(raster.getSample(x, y, 0), model.getComponentSize(0));
    int alpha =
        model.hasAlpha() ? toByte(raster.getSample(x, y, 1), model.getComponentSize(1)) : OPAQUE;
    return new Color(value, value, value, alpha).getRGB();
  }

  private static int toByte(int sample, int bits) {
    return (int) Math.round(255.0 * sample / ((1 << bits) - 1));
  }

  private static int onWhite(int value, int alpha) {
    return alpha == OPAQUE ? value : (value * alpha + 255 * (OPAQUE - alpha) + 127) / 255;
  }
}
