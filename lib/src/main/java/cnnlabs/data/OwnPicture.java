package cnnlabs.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  private static final List<String> FORMATS = List.of("PNG", "JPEG", "GIF", "BMP");

  private static final String REMEDY =
      "Give the path of a picture; a relative one starts at the notebook's folder.";

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
        resized(Picture.read(file, FORMATS, REMEDY), shape),
        new byte[] {(byte) like.classes()});
  }

  /** Bytes {@code [C, H, W]} of the middle part. */
  private static byte[] resized(Picture picture, ImageShape shape) {
    if (shape.channels() == 3) {
      return AreaMean.bytes(picture.shape(), picture.pixels(), shape.height(), shape.width());
    }
    double[] colours =
        AreaMean.of(picture.shape(), picture.pixels(), shape.height(), shape.width());
    int area = shape.area();
    byte[] bytes = new byte[area];
    for (int i = 0; i < area; i++) {
      bytes[i] =
          (byte)
              Math.round(
                  0.299 * colours[i] + 0.587 * colours[i + area] + 0.114 * colours[i + 2 * area]);
    }
    return bytes;
  }
}
