package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.data.Augmentation;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.evaluate.Prediction;
import cnnlabs.evaluate.Predictions;
import cnnlabs.evaluate.TopActivations;
import cnnlabs.evaluate.TopActivations.Maximum;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageGridsTest {

  private static final int TITLE = Canvas.TITLE_HEIGHT;

  private final ImageDataset images = SampleImages.images(50, 1);

  /** Image by image: pixel by pixel the original, each one a square. */
  private void assertEnlarged(
      BufferedImage picture, int left, int top, BufferedImage original, int scale) {
    for (int y = 0; y < original.getHeight() * scale; y++) {
      for (int x = 0; x < original.getWidth() * scale; x++) {
        assertThat(picture.getRGB(left + x, top + y))
            .isEqualTo(original.getRGB(x / scale, y / scale));
      }
    }
  }

  @Test
  void aSampleIsTheImageItselfEnlargedByAWholeFactor() {
    BufferedImage picture = ImageGrids.samples(images, 3);
    int first = 0;
    while (images.label(first) != 0) {
      first++;
    }
    assertEnlarged(picture, 110, TITLE, images.image(first), 4);
  }

  @Test
  void aClassHasARow() {
    BufferedImage picture = ImageGrids.samples(images, 5);
    assertThat(picture.getHeight()).isEqualTo(TITLE + 4 * 70);
    assertThat(picture.getWidth()).isEqualTo(110 + 5 * 70);
  }

  @Test
  void aPredictionIsFramedInBlueWhereRightAndInOrangeWhereWrong() {
    var right = new Prediction(0, images.label(0), images.label(0), 0.9, 0.9);
    var wrong = new Prediction(1, images.label(1), (images.label(1) + 1) % 4, 0.6, 0.1);
    var predictions = new Predictions(images, true, List.of(right, wrong));
    BufferedImage picture = ImageGrids.predictions("two", predictions, predictions.all(), 5, 10);
    int left = (136 - 112) / 2;
    int top = TITLE + 6;
    assertEnlarged(picture, left, top, images.image(0), 7);
    assertEnlarged(picture, 136 + left, top, images.image(1), 7);
    assertThat(new Color(picture.getRGB(left - 1, top - 1))).isEqualTo(Color.decode("#0072B2"));
    assertThat(new Color(picture.getRGB(136 + left - 1, top - 1)))
        .isEqualTo(Color.decode("#D55E00"));
    assertThat(picture.getWidth()).isEqualTo(5 * 136);
    assertThat(picture.getHeight()).isEqualTo(TITLE + 6 + 112 + 2 * 15 + 2 * 6);
  }

  @Test
  void onlyTheFirstPredictionsAreShown() {
    var prediction = new Prediction(0, 0, 0, 0.9, 0.9);
    var predictions = new Predictions(images, true, List.of(prediction, prediction, prediction));
    BufferedImage two = ImageGrids.predictions("two", predictions, predictions.all(), 1, 2);
    BufferedImage three = ImageGrids.predictions("three", predictions, predictions.all(), 1, 9);
    assertThat(three.getHeight() - two.getHeight()).isEqualTo(112 + 2 * 15 + 2 * 6);
  }

  @Test
  void aScoreIsNoProbability() {
    var prediction = new Prediction(0, 0, 1, 1.25, 0.9);
    assertThat(ImageGrids.seenAs(new Predictions(images, false, List.of(prediction)), prediction))
        .isEqualTo("as north east, score 1.25");
    assertThat(ImageGrids.seenAs(new Predictions(images, true, List.of(prediction)), prediction))
        .isEqualTo("as north east, 125 %");
  }

  @Test
  void aMapHasARowOfTheImagesThatExciteIt() {
    var exciting =
        new TopActivations(
            "conv1",
            images,
            List.of(
                List.of(new Maximum(7, 2, 0, 0), new Maximum(3, 1, 0, 0)),
                List.of(new Maximum(4, 2, 0, 0), new Maximum(5, 1, 0, 0))));
    BufferedImage picture = ImageGrids.topActivations("net", exciting);
    int rowHeight = 64 + 15 + 6;
    assertThat(picture.getHeight()).isEqualTo(TITLE + 2 * rowHeight);
    assertEnlarged(picture, 110, TITLE, images.image(7), 4);
    assertEnlarged(picture, 110 + 70, TITLE + rowHeight, images.image(5), 4);
  }

  @Test
  void augmentationIsShownAsTheFirstEpochsSeeTheImage() {
    var augmentation = Augmentation.none().withCropPadding(3).withHorizontalFlip();
    BufferedImage picture = ImageGrids.augmented(images, 9, augmentation, 5, 16);
    assertEnlarged(picture, 110, TITLE, images.image(9), 4);
    ImageDataset variants = augmentation.variants(images, 9, 5, 16);
    for (int i = 0; i < 16; i++) {
      assertEnlarged(picture, 110 + i % 8 * 70, TITLE + (1 + i / 8) * 70, variants.image(i), 4);
    }
    assertThat(picture.getWidth()).isEqualTo(110 + 8 * 70);
    assertThat(picture.getHeight()).isEqualTo(TITLE + 3 * 70);
  }

  @Test
  void withoutAugmentationEveryVariantIsTheImage() {
    BufferedImage picture = ImageGrids.augmented(images, 9, Augmentation.none(), 5, 3);
    for (int i = 0; i < 3; i++) {
      assertEnlarged(picture, 110 + i * 70, TITLE + 70, images.image(9), 4);
    }
  }

  @Test
  void normalizationLeavesThePictureAndClippingDoesNot() {
    ImageDataset one = images.subset(0);
    BufferedImage picture = ImageGrids.preprocessing(one, Normalization.centered());
    int top = TITLE + 15 + 6;
    assertEnlarged(picture, 6, top, one.image(0), 7);
    assertEnlarged(picture, 196, top, one.image(0), 7);
    assertEnlarged(picture, 386, top, one.image(0), 7);
    assertThat(picture.getWidth()).isEqualTo(4 * 190);
    // (x/255 - 0.5) / 0.5 as brightness: 2 x - 255, and black below the middle.
    Color original = new Color(one.image(0).getRGB(3, 4));
    Color clipped = new Color(picture.getRGB(576 + 3 * 7, top + 4 * 7));
    assertThat(clipped.getRed()).isEqualTo(Math.max(0, 2 * original.getRed() - 255));
    assertThat(clipped.getBlue()).isEqualTo(Math.max(0, 2 * original.getBlue() - 255));
  }

  @Test
  void aNormalizedImageTellsItsRange() {
    var values = new NormalizedImage(images, 0, Normalization.centered());
    byte[] bytes = new byte[images.shape().volume()];
    images.copyPixels(0, bytes, 0);
    int[] levels = IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).sorted().toArray();
    int least = levels[0];
    int greatest = levels[levels.length - 1];
    var asBytes = new NormalizedImage(images, 0, Normalization.of(0, 1 / 255.0));
    assertThat(asBytes.range()).startsWith("%d…%d, mean ".formatted(least, greatest));
    assertThat(values.range())
        .startsWith("%.1f…%.1f, mean ".formatted(least / 127.5 - 1, greatest / 127.5 - 1));
    assertThat(values.lost()).endsWith("% of the values clipped");
  }
}
