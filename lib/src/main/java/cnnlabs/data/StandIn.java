package cnnlabs.data;

import cnnlabs.data.RandomStream.Purpose;
import cnnlabs.data.standin.Painter;
import java.lang.ref.SoftReference;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Images made by seed in the place of a data set that is not available.
 *
 * <p>Image i of a part is a function of seed, part and i only, so that a shorter part is the start
 * of a longer one.
 */
final class StandIn {

  /** The seed of the stand-in that takes a data set's place. */
  static final long SEED = 1;

  // The random stream of each part's images; the next one is that of its labels.
  private static final int TRAINING = 0;
  private static final int TEST = 2;
  private static final int VALIDATION = 4;

  private final String name;
  private final Painter painter;
  private final int training;
  private final int test;
  private SoftReference<@Nullable Split> made = new SoftReference<>(null);

  /** A stand-in, not yet drawn, for a data set of this name with so many images. */
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
    return Split.of(draw(TRAINING, trainingImages, seed), draw(TEST, testImages, seed));
  }

  /** As the other, with validation images, of which there are at most as many as test images. */
  Split split(int trainingImages, int validationImages, int testImages, long seed) {
    requireSize("validation", validationImages, test);
    Split split = split(trainingImages, testImages, seed);
    return Split.of(split.training(), draw(VALIDATION, validationImages, seed), split.test());
  }

  private void requireSize(String part, int size, int largest) {
    if (size < 1 || size > largest) {
      throw new IllegalArgumentException(
          "%d %s images of the %s stand-in: choose 1 to %d.".formatted(size, part, name, largest));
    }
  }

  private ImageDataset draw(int part, int size, long seed) {
    ImageShape shape = new ImageShape(painter.channels(), painter.size(), painter.size());
    byte[] pixels = new byte[size * shape.volume()];
    byte[] labels = new byte[size];
    Interruption.forEach(
        size,
        "a stand-in was drawn",
        i -> {
          int label = label(part, i, seed);
          labels[i] = (byte) label;
          byte[] image =
              painter.brush().apply(label, RandomStream.of(seed, Purpose.STAND_IN, part, i));
          System.arraycopy(image, 0, pixels, i * image.length, image.length);
        });
    return ImageDataset.of(
        Provenance.standIn(name, seed), shape, painter.classNames(), pixels, labels);
  }

  /** Each run of as many images as classes holds each class once, in an order of its own. */
  private int label(int part, int i, long seed) {
    int classes = painter.classNames().size();
    SplittableRandom random = RandomStream.of(seed, Purpose.STAND_IN, part + 1, i / classes);
    return RandomStream.permutation(classes, random)[i % classes];
  }
}
