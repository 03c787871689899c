package cnnlabs.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A data set's parts: training images, validation images where some were held out, test images.
 *
 * <p>The validation part chooses; the test part is shown, and nothing is chosen by it.
 *
 * @param training what a network learns from
 * @param validation what chooses between networks, epochs and settings; empty where nothing was
 *     held out
 * @param test what a chosen network is measured on
 */
public record Split(ImageDataset training, Optional<ImageDataset> validation, ImageDataset test) {

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if shapes or class names differ
   */
  public Split {
    requireSame(training, "validation", validation.orElse(training));
    requireSame(training, "test", test);
  }

  private static void requireSame(ImageDataset training, String part, ImageDataset other) {
    if (!training.shape().equals(other.shape())) {
      throw new IllegalArgumentException(
          "Training images are %s, but %s images are %s: one network needs one shape."
              .formatted(training.shape(), part, other.shape()));
    }
    if (!training.classNames().equals(other.classNames())) {
      throw new IllegalArgumentException(
          "Training classes are %s, but %s classes are %s: labels would not mean the same."
              .formatted(training.classNames(), part, other.classNames()));
    }
  }

  /** Training and test images, nothing held out. */
  public static Split of(ImageDataset training, ImageDataset test) {
    return new Split(training, Optional.empty(), test);
  }

  /** Training, validation and test images. */
  public static Split of(ImageDataset training, ImageDataset validation, ImageDataset test) {
    return new Split(training, Optional.of(validation), test);
  }

  /**
   * Holds validation images out of the training images at random, each with the same chance (not
   * stratified by class, as the reports did it). Both parts keep their order.
   *
   * @param size validation images, 1 to training images - 1
   * @param seed decides which
   * @throws IllegalArgumentException if {@code size} is out of its range
   * @throws IllegalStateException if there are validation images already
   */
  public Split withValidation(int size, long seed) {
    if (validation.isPresent()) {
      throw new IllegalStateException(
          "%s has %d validation images already: hold out once, from the split as it was loaded."
              .formatted(training.name(), validation.get().size()));
    }
    if (size < 1 || size >= training.size()) {
      throw new IllegalArgumentException(
          "Cannot hold out %d of %d training images: choose 1 to %d."
              .formatted(size, training.size(), training.size() - 1));
    }
    int[] order =
        RandomStream.permutation(
            training.size(), RandomStream.of(seed, RandomStream.Purpose.HOLD_OUT, 0, 0));
    int[] out = IntStream.of(order).limit(size).sorted().toArray();
    int[] kept = IntStream.of(order).skip(size).sorted().toArray();
    return of(training.subset(kept), training.subset(out), test);
  }

  /**
   * The same split with the first n training images only, for a quick run.
   *
   * @throws IllegalArgumentException if n is below 1 or above the training images
   */
  public Split takeTraining(int n) {
    return new Split(training.take(n), validation, test);
  }

  /**
   * The same split with the first n test images only, for a quick run.
   *
   * @throws IllegalArgumentException if n is below 1 or above the test images
   */
  public Split takeTest(int n) {
    return new Split(training, validation, test.take(n));
  }

  /**
   * The same split with images of another size: {@link ImageDataset#resized}.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public Split resized(int height, int width) {
    return new Split(
        training.resized(height, width),
        validation.map(images -> images.resized(height, width)),
        test.resized(height, width));
  }

  /** The shape of each image. */
  public ImageShape shape() {
    return training.shape();
  }

  /** The names of the classes. */
  public List<String> classNames() {
    return training.classNames();
  }

  /** The number of classes. */
  public int classes() {
    return training.classes();
  }

  /** Where the parts come from; where they differ, the one that vouches for least. */
  public Provenance provenance() {
    return Stream.of(training, validation.orElse(training), test)
        .map(ImageDataset::provenance)
        .max(Comparator.comparing(Provenance::kind)) // Of equals the first.
        .orElseThrow();
  }

  /**
   * What tells this split from any other: SHA-256 of its parts' fingerprints.
   *
   * @return 64 hexadecimal digits
   */
  public String fingerprint() {
    return DigestUtils.sha256Hex(
        String.join(
            " ",
            training.fingerprint(),
            validation.map(ImageDataset::fingerprint).orElse("none"),
            test.fingerprint()));
  }

  /** A line for the eye, such as {@code MNIST: 55,000 training, 5,000 validation, 10,000 test}. */
  @Override
  public String toString() {
    String heldOut =
        validation.map(v -> String.format(Locale.ROOT, "%,d validation, ", v.size())).orElse("");
    return String.format(
        Locale.ROOT,
        "%s: %,d training, %s%,d test images %s, %d classes",
        provenance().label(),
        training.size(),
        heldOut,
        test.size(),
        shape(),
        classes());
  }
}
