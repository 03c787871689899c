package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageDatasetTest {

  private static final Provenance SAMPLE = Provenance.standIn("Sample", 1);
  private static final ImageShape PIXEL = new ImageShape(1, 1, 1);

  private final ImageDataset dataset = Samples.colour(10);

  @Test
  void aSubsetIsAViewInTheOrderGiven() {
    ImageDataset subset = dataset.subset(7, 2, 2).subset(1, 0);
    assertThat(subset.size()).isEqualTo(2);
    assertThat(subset.labels()).containsExactly(0, 1);
    byte[] pixels = new byte[61];
    subset.copyPixels(1, pixels, 1);
    assertThat(pixels[1] & 0xff).isEqualTo(7 * 31);
  }

  @Test
  void takeGivesTheFirstImages() {
    assertThat(dataset.take(3).labels()).containsExactly(0, 1, 0);
    assertThat(dataset.take(10)).isSameAs(dataset);
  }

  @Test
  void takeRefusesMoreThanThereIsAndNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.take(11))
        .withMessage("Cannot take 11 images of Sample: choose 1 to 10.");
    assertThatIllegalArgumentException().isThrownBy(() -> dataset.take(0));
    assertThatIllegalArgumentException().isThrownBy(() -> dataset.subset());
  }

  @Test
  void mirroredImagesHaveLeftAndRightExchanged() {
    ImageDataset subset = dataset.subset(7, 2);
    ImageDataset mirrored = subset.mirrored();
    assertThat(mirrored.labels()).isEqualTo(subset.labels());
    ImageShape shape = subset.shape();
    for (int i = 0; i < subset.size(); i++) {
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          assertThat(mirrored.image(i).getRGB(x, y))
              .isEqualTo(subset.image(i).getRGB(shape.width() - 1 - x, y));
        }
      }
    }
    assertThat(mirrored.mirrored().fingerprint()).isEqualTo(subset.fingerprint());
  }

  @Test
  void namesTheImageThatIsNotThere() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> dataset.label(10))
        .withMessage("Image 10 of Sample: images go from 0 to 9.");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> dataset.subset(-1));
  }

  @Test
  void theFingerprintKnowsContentAndOrderButNotOrigin() {
    String known = dataset.fingerprint();
    assertThat(known).matches("[0-9a-f]{64}").isEqualTo(Samples.colour(10).fingerprint());
    assertThat(dataset.subset(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).fingerprint()).isEqualTo(known);
    assertThat(dataset.take(9).fingerprint()).isNotEqualTo(known);
    assertThat(dataset.subset(1, 0, 2, 3, 4, 5, 6, 7, 8, 9).fingerprint()).isNotEqualTo(known);
    ImageShape turned = new ImageShape(3, 5, 4);
    assertThat(Samples.of(10, turned, List.of("even", "odd")).fingerprint()).isNotEqualTo(known);
    assertThat(Samples.of(10, dataset.shape(), List.of("a", "b")).fingerprint())
        .isNotEqualTo(known);
  }

  @Test
  void theFingerprintStaysForEver() {
    assertThat(dataset.fingerprint())
        .isEqualTo("450de54031483c2920e59aa166d7f0c15b05119a2c1bc1f49408147a3363cad9");
  }

  @Test
  void aPictureShowsTheBytesAsRedGreenBlue() {
    BufferedImage picture = dataset.image(1);
    assertThat(picture.getWidth()).isEqualTo(5);
    assertThat(picture.getHeight()).isEqualTo(4);
    int at = 2 * 5 + 3;
    int expected = (31 + at) << 16 | (31 + 20 + at) << 8 | (31 + 40 + at);
    assertThat(picture.getRGB(3, 2) & 0xffffff).isEqualTo(expected);
  }

  @Test
  void aGreyPictureKeepsItsBytes() {
    ImageDataset grey = Samples.of(2, new ImageShape(1, 2, 2), List.of("a"));
    assertThat(grey.image(1).getRaster().getSample(1, 1, 0)).isEqualTo(31 + 3);
  }

  @Test
  void twoChannelsHaveNoPicture() {
    ImageDataset odd = Samples.of(2, new ImageShape(2, 2, 2), List.of("a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> odd.image(0))
        .withMessageContaining("2 channels");
  }

  @Test
  void theHistogramCountsEachPixelOfAChannel() {
    long[] counts = dataset.take(2).histogram(1);
    assertThat(counts[20]).isEqualTo(1);
    assertThat(counts[39]).isEqualTo(1);
    assertThat(counts[31 + 20]).isEqualTo(1);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(40);
  }

  @Test
  void refusesArraysThatDoNotFitTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageDataset.of(SAMPLE, PIXEL, List.of("a"), new byte[3], new byte[2]))
        .withMessageContaining("2 labels and 3 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageDataset.of(SAMPLE, PIXEL, List.of("a"), new byte[0], new byte[0]));
  }

  @Test
  void namesTheImageWithALabelThatHasNoClass() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ImageDataset.of(
                    SAMPLE, PIXEL, List.of("a", "b"), new byte[2], new byte[] {0, (byte) 200}))
        .withMessage("Sample: image 1 has label 200, but labels go from 0 to 1.");
  }

  @Test
  void refusesClassNamesThatAreNotAllDifferent() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ImageDataset.of(SAMPLE, PIXEL, List.of("a", "a"), new byte[1], new byte[1]))
        .withMessageContaining("[a, a]");
  }

  @Test
  void refusesAShapeWithoutAnExtent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageShape(3, 0, 4))
        .withMessage("An image's height is 0: it must be at least 1.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageShape(1 << 11, 1 << 10, 1 << 10));
  }

  @Test
  void captionsSayWhereItComesFrom() {
    assertThat(dataset).hasToString("Sample stand-in: 10 images 3x4x5, 2 classes");
    assertThat(Provenance.userFile("CIFAR-10").label()).isEqualTo("CIFAR-10 (user file)");
    assertThat(new Provenance("CIFAR-10", Provenance.Kind.OFFICIAL, "").label())
        .isEqualTo("CIFAR-10");
    assertThat(Provenance.standIn("CIFAR-10", 1).isStandIn()).isTrue();
    assertThat(Provenance.userFile("CIFAR-10").isStandIn()).isFalse();
  }
}
