package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {

  private static final long SEED = 7;
  private static final int WIDTH = 32;
  private static final ImageShape SHAPE = new ImageShape(3, WIDTH, WIDTH);
  private static final Augmentation NONE = Augmentation.none();

  /** No value below 1, so that black is seen to come from outside. */
  private final byte[] image = noise();

  private static byte[] noise() {
    var random = new SplittableRandom(1);
    byte[] bytes = new byte[SHAPE.volume()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (1 + random.nextInt(255));
    }
    return bytes;
  }

  private byte[] changed(Augmentation augmentation, int epoch) {
    byte[] target = new byte[image.length];
    Arrays.fill(target, (byte) 77); // Whatever an earlier image left there.
    augmentation.apply(SHAPE, image, target, Augmentation.stream(SEED, epoch, 0));
    return target;
  }

  private static int value(byte[] bytes, int channel, int row, int column) {
    return bytes[(channel * WIDTH + row) * WIDTH + column] & 0xff;
  }

  /** The image shifted and mirrored, pixel by pixel: what the fast way must give. */
  private byte[] moved(int down, int right, boolean mirror, boolean upsideDown) {
    byte[] bytes = new byte[image.length];
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 0; row < WIDTH; row++) {
        for (int column = 0; column < WIDTH; column++) {
          int fromRow = (upsideDown ? WIDTH - 1 - row : row) + down;
          int fromColumn = (mirror ? WIDTH - 1 - column : column) + right;
          boolean inside = fromRow >= 0 && fromRow < WIDTH && fromColumn >= 0 && fromColumn < WIDTH;
          bytes[(channel * WIDTH + row) * WIDTH + column] =
              inside ? (byte) value(image, channel, fromRow, fromColumn) : 0;
        }
      }
    }
    return bytes;
  }

  @Test
  void nothingChangesNothing() {
    assertThat(NONE.changesNothing()).isTrue();
    assertThat(changed(NONE, 1)).isEqualTo(image);
  }

  @Test
  void aHorizontalFlipIsTheMirrorImageOrNone() {
    byte[] mirror = moved(0, 0, true, false);
    int mirrored = 0;
    for (int epoch = 1; epoch <= 200; epoch++) {
      byte[] bytes = changed(NONE.withHorizontalFlip(), epoch);
      assertThat(bytes).isIn(image, mirror);
      mirrored += Arrays.equals(bytes, mirror) ? 1 : 0;
    }
    assertThat(mirrored).isBetween(70, 130);
  }

  @Test
  void aVerticalFlipIsTheImageUpsideDownOrNone() {
    byte[] upsideDown = moved(0, 0, false, true);
    int flipped = 0;
    for (int epoch = 1; epoch <= 200; epoch++) {
      byte[] bytes = changed(NONE.withVerticalFlip(), epoch);
      assertThat(bytes).isIn(image, upsideDown);
      flipped += Arrays.equals(bytes, upsideDown) ? 1 : 0;
    }
    assertThat(flipped).isBetween(70, 130);
  }

  /** Every shift occurs that can, and no other. */
  @Test
  void aCropShiftsByUpToItsPaddingOverBlack() {
    Set<List<Integer>> shifts = new HashSet<>();
    for (int epoch = 1; epoch <= 600; epoch++) {
      byte[] bytes = changed(NONE.withCropPadding(2), epoch);
      boolean shifted = false;
      for (int down = -2; down <= 2; down++) {
        for (int right = -2; right <= 2; right++) {
          if (Arrays.equals(bytes, moved(down, right, false, false))) {
            shifts.add(List.of(down, right));
            shifted = true;
          }
        }
      }
      assertThat(shifted).as("epoch %d gives a shift of the image", epoch).isTrue();
    }
    assertThat(shifts).hasSize(25);
  }

  @Test
  void aShiftedImageIsMirroredAsAWhole() {
    byte[] target = new byte[image.length];
    for (boolean mirror : new boolean[] {false, true}) {
      for (boolean upsideDown : new boolean[] {false, true}) {
        for (int shift : new int[] {-31, -3, 0, 5, 31}) {
          var move = new PixelMove(SHAPE, shift, -shift, mirror, upsideDown);
          move.upright(image, target);
          assertThat(target).isEqualTo(moved(shift, -shift, mirror, upsideDown));
          move.rotated(image, target, 0);
          assertThat(target).isEqualTo(moved(shift, -shift, mirror, upsideDown));
        }
      }
    }
  }

  @Test
  void aQuarterTurnMovesEachPixelCounterClockwise() {
    byte[] target = new byte[image.length];
    new PixelMove(SHAPE, 0, 0, false, false).rotated(image, target, 90);
    for (int row = 0; row < WIDTH; row++) {
      for (int column = 0; column < WIDTH; column++) {
        assertThat(value(target, 1, row, column))
            .isEqualTo(value(image, 1, column, WIDTH - 1 - row));
      }
    }
  }

  @Test
  void aRotationKeepsTheMiddleAndLosesTheCorners() {
    byte[] grey = new byte[image.length];
    Arrays.fill(grey, (byte) 200);
    byte[] target = new byte[image.length];
    new PixelMove(SHAPE, 0, 0, false, false).rotated(grey, target, 45);
    assertThat(value(target, 0, 0, 0)).isZero();
    assertThat(value(target, 2, 31, 31)).isZero();
    for (int row = 8; row < 24; row++) {
      for (int column = 8; column < 24; column++) {
        assertThat(value(target, 0, row, column)).isEqualTo(200);
      }
    }
  }

  @Test
  void aRotationTurnsNoFurtherThanItMay() {
    byte[] source = image.clone();
    for (int epoch = 1; epoch <= 50; epoch++) {
      // At the edge, 16 pixels from the middle, 3 degrees are less than a pixel.
      byte[] bytes = changed(NONE.withRotation(3), epoch);
      for (int row = 2; row < 30; row++) {
        int least = 255;
        int most = 0;
        for (int i = 0; i < 9; i++) {
          int near = value(source, 0, row - 1 + i / 3, 15 + i % 3);
          least = Math.min(least, near);
          most = Math.max(most, near);
        }
        assertThat(value(bytes, 0, row, 16)).isBetween(least, most);
      }
    }
  }

  @Test
  void brightnessMultipliesEveryValueAlikeAndClamps() {
    Set<Integer> factors = new HashSet<>();
    for (int epoch = 1; epoch <= 100; epoch++) {
      byte[] bytes = changed(NONE.withBrightness(0.5), epoch);
      double factor = factor(bytes);
      assertThat(factor).isBetween(0.5, 1.5);
      factors.add((int) (10 * factor));
      for (int i = 0; i < image.length; i++) {
        double exact = Math.min(255, factor * (image[i] & 0xff));
        assertThat((double) (bytes[i] & 0xff)).isBetween(exact - 1.1, exact + 1.1);
      }
    }
    assertThat(factors).hasSize(10);
  }

  /** As the greatest value that is not clamped tells it. */
  private double factor(byte[] bytes) {
    int greatest = 0;
    int made = 0;
    for (int i = 0; i < bytes.length; i++) {
      int value = image[i] & 0xff;
      if ((bytes[i] & 0xff) < 255 && value > greatest) {
        greatest = value;
        made = bytes[i] & 0xff;
      }
    }
    return (double) made / greatest;
  }

  @Test
  void aCutoutIsAGreySquareAndTheRestStays() {
    Set<Integer> sizes = new HashSet<>();
    for (int epoch = 1; epoch <= 100; epoch++) {
      byte[] bytes = changed(NONE.withCutout(8), epoch);
      int top = WIDTH;
      int bottom = -1;
      int left = WIDTH;
      int right = -1;
      for (int i = 0; i < SHAPE.area(); i++) {
        if (bytes[i] != image[i]) {
          top = Math.min(top, i / WIDTH);
          bottom = Math.max(bottom, i / WIDTH);
          left = Math.min(left, i % WIDTH);
          right = Math.max(right, i % WIDTH);
        }
      }
      int height = bottom - top + 1;
      int width = right - left + 1;
      sizes.add(height * width);
      assertThat(height).isBetween(4, 8);
      assertThat(width).isBetween(4, 8);
      for (int channel = 0; channel < 3; channel++) {
        for (int i = 0; i < SHAPE.area(); i++) {
          int row = i / WIDTH;
          int column = i % WIDTH;
          boolean covered = row >= top && row <= bottom && column >= left && column <= right;
          assertThat(value(bytes, channel, row, column))
              .isEqualTo(covered ? 128 : value(image, channel, row, column));
        }
      }
    }
    assertThat(sizes).contains(64);
  }

  @Test
  void whatOneChangeDrawsDoesNotDependOnTheOthers() {
    Augmentation crop = NONE.withCropPadding(4);
    byte[] alone = changed(crop, 3);
    byte[] covered = changed(crop.withCutout(2), 3);
    int different = 0;
    for (int i = 0; i < alone.length; i++) {
      different += alone[i] == covered[i] ? 0 : 1;
    }
    assertThat(different).isBetween(1, 2 * 2 * 3);
  }

  @Test
  void anImageIsChangedAlikeInAnyOrderAndBatchSize() {
    ImageDataset images = Samples.colour(30);
    var augmentation = NONE.withCropPadding(2).withRotation(20).withBrightness(0.3);
    float[][] small = epoch(images, augmentation, 4);
    assertThat(epoch(images, augmentation, 7)).isDeepEqualTo(small);
    ImageDataset variants = augmentation.variants(images, 5, SEED, 2);
    float[] second = read(variants.subset(1), NONE, 1)[0];
    assertThat(small[5]).isEqualTo(second);
  }

  /** By image, the values of a shuffled pass of epoch 2. */
  private static float[][] epoch(ImageDataset images, Augmentation augmentation, int batchSize) {
    int[] order =
        RandomStream.permutation(
            images.size(), RandomStream.of(SEED, RandomStream.Purpose.SHUFFLE, 2, 0));
    float[][] shuffled = read(images, augmentation, batchSize);
    float[][] byImage = new float[images.size()][];
    for (int i = 0; i < order.length; i++) {
      byImage[order[i]] = shuffled[i];
    }
    return byImage;
  }

  private static float[][] read(ImageDataset images, Augmentation augmentation, int batchSize) {
    var reader = new BatchReader(images, Normalization.centered(), augmentation, batchSize);
    float[][] values = new float[images.size()][];
    for (Batch batch : reader.shuffled(SEED, 2)) {
      for (int slot = 0; slot < batch.size(); slot++) {
        values[batch.index() * batchSize + slot] =
            batch.features().slice(slot).dup().reshape(images.shape().volume()).toFloatVector();
      }
    }
    return values;
  }

  @Test
  void imagesInOrderAreNeverChanged() {
    ImageDataset images = Samples.colour(5);
    var changing = new BatchReader(images, Normalization.unit(), NONE.withVerticalFlip(), 5);
    var plain = new BatchReader(images, Normalization.unit(), 5);
    assertThat(changing.inOrder().iterator().next().features())
        .isEqualTo(plain.inOrder().iterator().next().features());
  }

  @Test
  void theNumbersAreThoseOfTheStreamsGenerator() {
    long stream = Augmentation.stream(SEED, 3, 11);
    SplittableRandom generator = RandomStream.of(SEED, RandomStream.Purpose.AUGMENTATION, 3, 11);
    for (int n = 0; n < 20; n++) {
      assertThat(RandomStream.uniform(stream, n)).isEqualTo(generator.nextDouble());
    }
  }

  /** A step of LeNet-5 at batch 10 takes 40 µs an image. */
  @Test
  void everyChangeAtOnceIsFasterThanALeNetTrains() {
    Augmentation all =
        NONE.withCropPadding(4)
            .withHorizontalFlip()
            .withVerticalFlip()
            .withRotation(15)
            .withBrightness(0.2)
            .withCutout(8);
    assertThat(microseconds(all)).as("µs an image").isLessThan(40);
  }

  /** The least of many short times, which other processes disturb less. */
  private double microseconds(Augmentation augmentation) {
    byte[] target = new byte[image.length];
    double best = Double.POSITIVE_INFINITY;
    for (int repetition = 0; repetition < 1000; repetition++) {
      long begin = System.nanoTime();
      for (int index = 0; index < 20; index++) {
        augmentation.apply(SHAPE, image, target, Augmentation.stream(SEED, repetition, index));
      }
      best = Math.min(best, (System.nanoTime() - begin) / 20e3);
    }
    return best;
  }

  @Test
  void aValueOutOfRangeIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.withCropPadding(-1))
        .withMessage("cropPadding must be at least 0 pixels, such as 4, but is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.withRotation(Double.NaN))
        .withMessage("rotation must be a number from 0 to 180, but is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.withBrightness(1.5))
        .withMessage("brightness must be a number from 0 to 1, but is 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.withCutout(-8))
        .withMessageContaining("cutout must be at least 0 pixels");
  }

  @Test
  void imagesThatAreTooSmallAreRefused() {
    ImageDataset images = Samples.colour(3); // 4 x 5.
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchReader(images, Normalization.unit(), NONE.withCropPadding(4), 1))
        .withMessage("cropPadding is 4 for images 3x4x5: choose 0 to 3.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.withCutout(5).variants(images, 0, SEED, 1))
        .withMessage("cutout is 5 for images 3x4x5: choose 0 to 4.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NONE.variants(images, 0, SEED, 0))
        .withMessageContaining("epochs");
  }

  @Test
  void itReadsAsWhatItDoes() {
    assertThat(NONE).hasToString("none");
    assertThat(NONE.withCropPadding(4).withHorizontalFlip()).hasToString("crop 4, horizontal flip");
    assertThat(NONE.withVerticalFlip().withRotation(15).withBrightness(0.2).withCutout(8))
        .hasToString("vertical flip, rotation 15, brightness 0.2, cutout 8");
  }
}
