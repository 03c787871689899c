package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PixelMeansTest {

  /** Two images of two channels with 1 x 2 pixels. */
  private static final ImageDataset IMAGES =
      ImageDataset.of(
          Provenance.userFile("two"),
          new ImageShape(2, 1, 2),
          List.of("a", "b"),
          new byte[] {0, 10, (byte) 255, 100, 0, 30, (byte) 155, 0},
          new byte[] {0, 1});

  @Test
  void theyAreThoseOfThePixelsMeans() {
    PixelMeans means = PixelMeans.of(IMAGES, Normalization.centered()); // of 0, 20; 205, 50
    assertThat(means.least()).isEqualTo(-1);
    assertThat(means.greatest()).isCloseTo(205 / 127.5 - 1, within(1e-12));
    assertThat(means.mean()).isCloseTo(275 / 4.0 / 127.5 - 1, within(1e-12));
  }

  @Test
  void theSetsOwnNormalizationMakesTheMeanZero() {
    PixelMeans means = PixelMeans.of(IMAGES, Normalization.ofTraining(IMAGES));
    assertThat(means.mean()).isCloseTo(0, within(1e-12));
  }

  @Test
  void aNormalizationOfOtherChannelsIsRefused() {
    var three = new Normalization(List.of(0.5, 0.5, 0.5), List.of(1.0, 1.0, 1.0));
    assertThatIllegalArgumentException().isThrownBy(() -> PixelMeans.of(IMAGES, three));
  }
}
