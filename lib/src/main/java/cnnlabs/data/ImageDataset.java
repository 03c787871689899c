package cnnlabs.data;

import com.google.common.base.Suppliers;
import com.google.common.primitives.Ints;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Labelled images {@code [N, C, H, W]}, kept as bytes 0 to 255.
 *
 * <p>Immutable. A subset is a view: it shares the bytes and holds an index of its own.
 */
public final class ImageDataset {

  static final int MAX_CLASSES = 256;

  private final Provenance provenance;
  private final ImageShape shape;
  private final List<String> classNames;
  private final byte[] pixels;
  private final byte[] labels;
  private final int[] indices;
  private final Supplier<String> fingerprint = Suppliers.memoize(this::sha256);

  private ImageDataset(
      Provenance provenance,
      ImageShape shape,
      List<String> classNames,
      byte[] pixels,
      byte[] labels,
      int[] indices) {
    this.provenance = provenance;
    this.shape = shape;
    this.classNames = classNames;
    this.pixels = pixels;
    this.labels = labels;
    this.indices = indices;
  }

  /**
   * Makes a data set of pixels and labels.
   *
   * @param provenance name and origin
   * @param shape of each image
   * @param classNames the name of each class, 1 to 256, all different
   * @param pixels bytes {@code [N, C, H, W]}; kept, not copied: the caller gives them away
   * @param labels the class of each of the N images; kept, not copied. Read as 0 to 255
   * @throws IllegalArgumentException if there is no image, the arrays' lengths do not fit together,
   *     a label has no class, or the class names are empty, too many or not all different
   */
  public static ImageDataset of(
      Provenance provenance,
      ImageShape shape,
      List<String> classNames,
      byte[] pixels,
      byte[] labels) {
    List<String> names = List.copyOf(classNames);
    if (names.isEmpty() || names.size() > MAX_CLASSES) {
      throw new IllegalArgumentException(
          "%s has %d class names: 1 to %d are possible."
              .formatted(provenance.name(), names.size(), MAX_CLASSES));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "%s has class names that are not all different: %s.".formatted(provenance.name(), names));
    }
    if (labels.length == 0 || pixels.length != (long) labels.length * shape.volume()) {
      throw new IllegalArgumentException(
          "%s has %d labels and %d bytes of pixels: N >= 1 labels and N x %d bytes (%s) are needed."
              .formatted(provenance.name(), labels.length, pixels.length, shape.volume(), shape));
    }
    for (int i = 0; i < labels.length; i++) {
      if ((labels[i] & 0xff) >= names.size()) {
        throw new IllegalArgumentException(
            "%s: image %d has label %d, but labels go from 0 to %d."
                .formatted(provenance.name(), i, labels[i] & 0xff, names.size() - 1));
      }
    }
    int[] all = IntStream.range(0, labels.length).toArray();
    return new ImageDataset(provenance, shape, names, pixels, labels, all);
  }

  /** The data set's name, such as {@code CIFAR-10}; captions take {@code provenance().label()}. */
  public String name() {
    return provenance.name();
  }

  /** Where the data set comes from. */
  public Provenance provenance() {
    return provenance;
  }

  /** The shape of each image. */
  public ImageShape shape() {
    return shape;
  }

  /** The number of images. */
  public int size() {
    return indices.length;
  }

  /** The names of the classes; a label is an index into them. */
  public List<String> classNames() {
    return classNames;
  }

  /** The number of classes. */
  public int classes() {
    return classNames.size();
  }

  /**
   * The class of an image, 0 to classes - 1.
   *
   * @throws IndexOutOfBoundsException if there is no image i
   */
  public int label(int i) {
    return labels[position(i)] & 0xff;
  }

  /** The classes of all images, in order: a new array. */
  public int[] labels() {
    return IntStream.range(0, size()).map(this::label).toArray();
  }

  /**
   * Copies the bytes {@code [C, H, W]} of image i into an array of the caller's, from an offset on.
   *
   * @throws IndexOutOfBoundsException if there is no image i, or {@code target} is too short
   */
  public void copyPixels(int i, byte[] target, int offset) {
    System.arraycopy(pixels, position(i) * shape.volume(), target, offset, shape.volume());
  }

  /**
   * An image as a picture.
   *
   * @throws IndexOutOfBoundsException if there is no image i
   * @throws IllegalArgumentException if images have neither 1 nor 3 channels
   */
  public BufferedImage image(int i) {
    return shape.picture(pixels, position(i) * shape.volume());
  }

  /**
   * How often each byte value occurs in a channel, over all images: 256 counts.
   *
   * @throws IndexOutOfBoundsException if there is no such channel
   */
  public long[] histogram(int channel) {
    if (channel < 0 || channel >= shape.channels()) {
      throw new IndexOutOfBoundsException(
          "Channel %d of %s: channels go from 0 to %d."
              .formatted(channel, name(), shape.channels() - 1));
    }
    long[] counts = new long[256];
    for (int index : indices) {
      Interruption.check("pixels were counted");
      int start = index * shape.volume() + channel * shape.area();
      for (int p = start; p < start + shape.area(); p++) {
        counts[pixels[p] & 0xff]++;
      }
    }
    return counts;
  }

  /**
   * The images at some indices, in the order given: a view that shares the bytes.
   *
   * @throws IndexOutOfBoundsException if an index is below 0 or not below {@code size()}
   * @throws IllegalArgumentException if no index is given
   */
  public ImageDataset subset(int... chosen) {
    if (chosen.length == 0) {
      throw new IllegalArgumentException(
          "A subset of %s without an image: give at least one index.".formatted(name()));
    }
    int[] positions = IntStream.of(chosen).map(this::position).toArray();
    return new ImageDataset(provenance, shape, classNames, pixels, labels, positions);
  }

  /**
   * The first n images: a view that shares the bytes.
   *
   * @throws IllegalArgumentException if n is below 1 or above {@code size()}
   */
  public ImageDataset take(int n) {
    if (n < 1 || n > size()) {
      throw new IllegalArgumentException(
          "Cannot take %d images of %s: choose 1 to %d.".formatted(n, name(), size()));
    }
    return n == size() ? this : subset(IntStream.range(0, n).toArray());
  }

  /**
   * The same images in another size: the largest middle part with the new proportions, each pixel
   * the mean of the part of the image that it covers.
   *
   * @throws IllegalArgumentException if the height or the width is below 1
   */
  public ImageDataset resized(int height, int width) {
    return changed(
        new ImageShape(shape.channels(), height, width),
        "images were resized",
        (i, image) -> AreaMean.bytes(shape, image, height, width));
  }

  /** The same images with left and right exchanged. */
  public ImageDataset mirrored() {
    var mirror = new PixelMove(shape, 0, 0, true, false);
    byte[] target = new byte[shape.volume()];
    return changed(
        shape,
        "images were mirrored",
        (i, image) -> {
          mirror.upright(image, target);
          return target;
        });
  }

  /** As many images of the same classes, each made of an index and the bytes of the image there. */
  ImageDataset changed(
      ImageShape target, String doing, BiFunction<Integer, byte[], byte[]> change) {
    byte[] source = new byte[shape.volume()];
    byte[] changed = new byte[Math.multiplyExact(size(), target.volume())];
    byte[] classes = new byte[size()];
    for (int i = 0; i < size(); i++) {
      Interruption.check(doing);
      copyPixels(i, source, 0);
      System.arraycopy(change.apply(i, source), 0, changed, i * target.volume(), target.volume());
      classes[i] = (byte) label(i);
    }
    return of(provenance, target, classNames, changed, classes);
  }

  /**
   * What tells this content from any other, wherever it comes from: SHA-256 of shape, class names,
   * labels and pixels in order, 64 hexadecimal digits. Computed when first asked for.
   */
  public String fingerprint() {
    return fingerprint.get();
  }

  /** Of size, shape, class names, labels and pixels. This layout stays for ever. */
  private String sha256() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    update(digest, size(), shape.channels(), shape.height(), shape.width(), classes());
    for (String className : classNames) {
      byte[] text = className.getBytes(StandardCharsets.UTF_8);
      update(digest, text.length);
      digest.update(text);
    }
    for (int index : indices) {
      digest.update(labels[index]);
    }
    for (int index : indices) {
      digest.update(pixels, index * shape.volume(), shape.volume());
    }
    return Hex.encodeHexString(digest.digest());
  }

  private static void update(MessageDigest digest, int... numbers) {
    for (int number : numbers) {
      digest.update(Ints.toByteArray(number));
    }
  }

  private int position(int i) {
    if (i < 0 || i >= indices.length) {
      throw new IndexOutOfBoundsException(
          "Image %d of %s: images go from 0 to %d.".formatted(i, name(), indices.length - 1));
    }
    return indices[i];
  }

  /** A line for the eye, such as {@code CIFAR-10 stand-in: 50,000 images 3x32x32, 10 classes}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s: %,d images %s, %d classes", provenance.label(), size(), shape, classes());
  }
}
