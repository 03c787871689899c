package cnnlabs.data;

import static cnnlabs.data.RandomStream.uniform;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Random changes to training images, so that a network sees each of them a little different in
 * every epoch.
 *
 * <pre>{@code
 * Augmentation.none().withCropPadding(4).withHorizontalFlip()   // usual for CIFAR-10
 * }</pre>
 *
 * <p>Each value has a {@code with...}. The changes are made in this order: crop, flips, rotation,
 * brightness, cutout, on the bytes, ahead of the normalization. How an image is changed is a
 * function of seed, epoch and image, and what one change draws does not depend on the others.
 *
 * @param cropPadding black pixels that are laid around the image, of which a part of the image's
 *     own size is then cut out: it moves by at most so many pixels each way; 0 for none
 * @param horizontalFlip whether left and right change places, by even chance
 * @param verticalFlip whether top and bottom change places, by even chance
 * @param rotation by at most so many degrees each way, 0 to 180, about the middle; bilinear, black
 *     where nothing was
 * @param brightness each value is multiplied by the same number from 1 - brightness to 1 +
 *     brightness, and clamped to 0 and 255; 0 to 1
 * @param cutout side of a grey square that covers a part of the image, in pixels; its middle is
 *     anywhere in the image. DeVries, Taylor: Improved regularization of convolutional neural
 *     networks with cutout (2017)
 */
@RecordBuilder
public record Augmentation(
    int cropPadding,
    boolean horizontalFlip,
    boolean verticalFlip,
    double rotation,
    double brightness,
    int cutout)
    implements AugmentationBuilder.With {

  /** The middle of the range, which is close to 0 once normalized. */
  private static final byte GREY = (byte) 128;

  private static final Augmentation NONE = new Augmentation(0, false, false, 0, 0, 0);

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the value, if one is out of its range
   */
  public Augmentation {
    require(cropPadding >= 0, "cropPadding", "at least 0 pixels, such as 4", cropPadding);
    require(rotation >= 0 && rotation <= 180, "rotation", "a number from 0 to 180", rotation);
    require(brightness >= 0 && brightness <= 1, "brightness", "a number from 0 to 1", brightness);
    require(cutout >= 0, "cutout", "at least 0 pixels, such as 4", cutout);
  }

  private static void require(boolean holds, String name, String expected, Number value) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s must be %s, but is %s".formatted(name, expected, value));
    }
  }

  /** Every image as it is. */
  public static Augmentation none() {
    return NONE;
  }

  public Augmentation withHorizontalFlip() {
    return withHorizontalFlip(true);
  }

  public Augmentation withVerticalFlip() {
    return withVerticalFlip(true);
  }

  /** Whether every image stays as it is. */
  public boolean changesNothing() {
    return equals(NONE);
  }

  /**
   * Checks that images of this shape can be changed so.
   *
   * @throws IllegalArgumentException if a crop could miss the image, or the cutout is larger than
   *     it
   */
  void requireFor(ImageShape shape) {
    int side = Math.min(shape.height(), shape.width());
    requireSmall("cropPadding", cropPadding, side - 1, shape);
    requireSmall("cutout", cutout, side, shape);
  }

  private static void requireSmall(String name, int pixels, int most, ImageShape shape) {
    if (pixels > most) {
      throw new IllegalArgumentException(
          "%s is %d for images %s: choose 0 to %d.".formatted(name, pixels, shape, most));
    }
  }

  /**
   * An image as the first epochs of a run see it: as many images of its class, in the epochs'
   * order.
   *
   * @param index of the image in the training images
   * @param seed the run's
   * @param epochs at least 1
   * @throws IndexOutOfBoundsException if there is no such image
   * @throws IllegalArgumentException if the images are too small for this, or epochs is below 1
   */
  public ImageDataset variants(ImageDataset training, int index, long seed, int epochs) {
    requireFor(training.shape());
    require(epochs >= 1, "epochs", "at least 1", epochs);
    int[] same = new int[epochs];
    Arrays.fill(same, index);
    byte[] target = new byte[training.shape().volume()];
    return training
        .subset(same)
        .changed(
            training.shape(),
            "images were changed",
            (i, image) -> {
              apply(training.shape(), image, target, stream(seed, i + 1, index));
              return target;
            });
  }

  /** What the changes to an image draw their numbers from. */
  static long stream(long seed, int epoch, int index) {
    return RandomStream.seed(seed, RandomStream.Purpose.AUGMENTATION, epoch, index);
  }

  /**
   * Changes an image.
   *
   * @param source its bytes {@code [C, H, W]}
   * @param target another array, which receives the changed ones
   * @param stream as {@link #stream} gives it
   */
  void apply(ImageShape shape, byte[] source, byte[] target, long stream) {
    // Each change has random numbers of its own, 0 to 7 of the stream.
    var move =
        new PixelMove(
            shape,
            between(cropPadding, uniform(stream, 0)),
            between(cropPadding, uniform(stream, 1)),
            horizontalFlip && uniform(stream, 2) < 0.5,
            verticalFlip && uniform(stream, 3) < 0.5);
    if (rotation > 0) {
      move.rotated(source, target, rotation * (2 * uniform(stream, 4) - 1));
    } else {
      move.upright(source, target);
    }
    if (brightness > 0) {
      brighten(target, 1 + brightness * (2 * uniform(stream, 5) - 1));
    }
    if (cutout > 0) {
      int row = (int) (shape.height() * uniform(stream, 6));
      cover(shape, target, row, (int) (shape.width() * uniform(stream, 7)));
    }
  }

  /** An integer from -most to most. */
  private static int between(int most, double fraction) {
    return (int) ((2 * most + 1) * fraction) - most;
  }

  private static void brighten(byte[] pixels, double factor) {
    int scale = (int) Math.rint(factor * (1 << 16)); // In whole numbers: three times as fast.
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.min(255, ((pixels[i] & 0xff) * scale + (1 << 15)) >> 16);
    }
  }

  /** The part of the square that lies in the image. */
  private void cover(ImageShape shape, byte[] pixels, int middleRow, int middleColumn) {
    int top = Math.max(0, middleRow - cutout / 2);
    int bottom = Math.min(shape.height(), middleRow - cutout / 2 + cutout);
    int left = Math.max(0, middleColumn - cutout / 2);
    int right = Math.min(shape.width(), middleColumn - cutout / 2 + cutout);
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = top; row < bottom; row++) {
        int start = channel * shape.area() + row * shape.width();
        Arrays.fill(pixels, start + left, start + right, GREY);
      }
    }
  }

  /** Such as {@code crop 4, horizontal flip}. */
  @Override
  public String toString() {
    String changes =
        Stream.of(
                cropPadding > 0 ? "crop " + cropPadding : "",
                horizontalFlip ? "horizontal flip" : "",
                verticalFlip ? "vertical flip" : "",
                rotation > 0 ? "rotation " + number(rotation) : "",
                brightness > 0 ? "brightness " + number(brightness) : "",
                cutout > 0 ? "cutout " + cutout : "")
            .filter(change -> !change.isEmpty())
            .collect(Collectors.joining(", "));
    return changes.isEmpty() ? "none" : changes;
  }

  /** Exact, and without {@code .0}. */
  private static String number(double value) {
    return String.valueOf(value).replaceFirst("\\.0$", "");
  }
}
