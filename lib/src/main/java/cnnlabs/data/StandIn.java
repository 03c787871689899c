package cnnlabs.data;

import cnnlabs.data.RandomStream.Purpose;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Images made by seed in the place of a data set that is not available.
 *
 * <p>Image i of a part is a function of seed, part and i only, so that a shorter part is the start
 * of a longer one. Each run of as many images as classes, from image 0, holds each class once.
 */
final class StandIn {

  /** The seed of the stand-in that takes a data set's place. */
  static final long SEED = 1;

  /** Draws an image of a class. */
  interface Painter {

    /** The shape of each image. */
    ImageShape shape();

    /** The names of the classes. */
    List<String> classNames();

    /**
     * Draws one image.
     *
     * @param label its class
     * @param random the only source of chance
     * @param pixels receives the bytes {@code [C, H, W]}
     * @param offset where in {@code pixels} they start
     */
    void paint(int label, SplittableRandom random, byte[] pixels, int offset);
  }

  /** The parts, with the code that keeps their random streams apart. */
  private enum Part {
    TRAINING(0),
    TEST(1),
    VALIDATION(2);

    private final int code;

    Part(int code) {
      this.code = code;
    }
  }

  private final String name;
  private final Painter painter;
  private final int training;
  private final int test;
  private SoftReference<@Nullable Split> made = new SoftReference<>(null);

  /**
   * A stand-in, not yet drawn.
   *
   * @param name of the data set whose place it takes
   * @param training images of the data set
   * @param test images of the data set
   */
  StandIn(String name, Painter painter, int training, int test) {
    this.name = name;
    this.painter = painter;
    this.training = training;
    this.test = test;
  }

  /** The whole stand-in; kept in memory while there is room. */
  synchronized Split whole() {
    Split split = made.get();
    if (split == null) {
      split = split(training, test, SEED);
      made = new SoftReference<>(split);
    }
    return split;
  }

  /**
   * The start of each part, drawn by as many threads as there are cores.
   *
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  Split split(int trainingImages, int testImages, long seed) {
    requireSize("training", trainingImages, training);
    requireSize("test", testImages, test);
    return Split.of(draw(Part.TRAINING, trainingImages, seed), draw(Part.TEST, testImages, seed));
  }

  /**
   * The start of each part, validation images too, of which there are at most as many as test
   * images.
   *
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  Split split(int trainingImages, int validationImages, int testImages, long seed) {
    requireSize("validation", validationImages, test);
    Split split = split(trainingImages, testImages, seed);
    return Split.of(split.training(), draw(Part.VALIDATION, validationImages, seed), split.test());
  }

  private void requireSize(String part, int size, int largest) {
    if (size < 1 || size > largest) {
      throw new IllegalArgumentException(
          "%d %s images of the %s stand-in: choose 1 to %d.".formatted(size, part, name, largest));
    }
  }

  private ImageDataset draw(Part part, int size, long seed) {
    int volume = painter.shape().volume();
    byte[] pixels = new byte[size * volume];
    byte[] labels = new byte[size];
    Interruption.forEach(
        size,
        "a stand-in was drawn",
        i -> {
          int label = label(part, i, seed);
          labels[i] = (byte) label;
          SplittableRandom random = RandomStream.of(seed, Purpose.STAND_IN, streams(part), i);
          painter.paint(label, random, pixels, i * volume);
        });
    return ImageDataset.of(
        Provenance.standIn(name, seed), painter.shape(), painter.classNames(), pixels, labels);
  }

  /** Each run of as many images as classes holds each class once, in an order of its own. */
  private int label(Part part, int i, long seed) {
    int classes = painter.classNames().size();
    SplittableRandom random =
        RandomStream.of(seed, Purpose.STAND_IN, streams(part) + 1, i / classes);
    return RandomStream.permutation(classes, random)[i % classes];
  }

  private int streams(Part part) {
    return 2 * part.code;
  }
}
