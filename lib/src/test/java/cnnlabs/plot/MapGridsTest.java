package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.evaluate.FeatureMap;
import cnnlabs.evaluate.FeatureMaps;
import cnnlabs.evaluate.Kernels;
import cnnlabs.evaluate.Predictions;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.model.Networks;
import cnnlabs.model.TrainedNetwork;
import java.awt.Color;
import java.awt.image.BufferedImage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class MapGridsTest {

  private static final int TITLE = Canvas.TITLE_HEIGHT;

  private final ImageDataset images = SampleImages.images(2, 1);
  private final MultiLayerNetwork network =
      Networks.initialize(
          Networks.configuration(
              LeNet5.of(Activation.TANH),
              SampleImages.SHAPE,
              4,
              Loss.CROSS_ENTROPY,
              new Sgd(0.1),
              0,
              1));
  private final TrainedNetwork trained = new TrainedNetwork(network, Normalization.centered());

  @Test
  void eachValueOfAMapIsASquareOfItsColour() {
    FeatureMaps maps = FeatureMaps.of(trained, images, "conv1"); // 6 x 12 x 12
    BufferedImage picture = MapGrids.featureMaps("net", maps, Predictions.of(trained, images));
    int scale = 5;
    int rowHeight = 96 + 2 * 15 + 2 * 6;
    assertThat(picture.getWidth()).isEqualTo(136 + 8 * 96);
    assertThat(picture.getHeight()).isEqualTo(TITLE + 2 * rowHeight);
    FeatureMap map = maps.map(1, 4);
    int left = 136 + 4 * 96 + (96 - 12 * scale) / 2;
    for (int row = 0; row < 12; row++) {
      for (int column = 0; column < 12; column++) {
        double fraction =
            ((double) map.value(row, column) - map.least())
                / ((double) map.greatest() - map.least());
        for (int corner = 0; corner < 2; corner++) {
          int inside = corner * (scale - 1);
          assertThat(
                  picture.getRGB(
                      left + column * scale + inside, TITLE + rowHeight + row * scale + inside))
              .isEqualTo(Palette.viridis(fraction).getRGB());
        }
      }
    }
  }

  @Test
  void moreMapsThanARowHasGoOnBelow() {
    FeatureMaps maps = FeatureMaps.of(trained, images, "conv2"); // 16 x 2 x 2
    BufferedImage picture = MapGrids.featureMaps("net", maps, Predictions.of(trained, images));
    int cellHeight = 2 * 33 + 15 + 6;
    assertThat(picture.getHeight()).isEqualTo(TITLE + 2 * (2 * cellHeight + 2 * 6));
  }

  @Test
  void aColouredKernelIsGreyWhereItsWeightsAreZero() {
    network.getParam("0_W").assign(0);
    network.getParam("0_W").putScalar(new int[] {2, 0, 1, 3}, 0.5); // red of filter 3
    network.getParam("0_W").putScalar(new int[] {2, 2, 4, 0}, -0.25); // blue
    network.getParam("0_W").putScalar(new int[] {0, 1, 0, 0}, 1);
    BufferedImage picture = MapGrids.kernels("net", "data", Kernels.of(network, "conv1"));
    int scale = 12;
    int left = 2 * 96 + (96 - 5 * scale) / 2;
    assertThat(new Color(picture.getRGB(left, TITLE))).isEqualTo(new Color(128, 128, 128));
    assertThat(new Color(picture.getRGB(left + 3 * scale, TITLE + scale)))
        .isEqualTo(new Color(255, 128, 128));
    assertThat(new Color(picture.getRGB(left, TITLE + 4 * scale)))
        .isEqualTo(new Color(128, 128, 64));
    assertThat(picture.getHeight()).isEqualTo(TITLE + 5 * scale + 15 + 6);
  }

  @Test
  void aKernelOfZerosIsGrey() {
    network.getParam("0_W").assign(0);
    BufferedImage picture = MapGrids.kernels("net", "data", Kernels.of(network, "conv1"));
    assertThat(new Color(picture.getRGB((96 - 5 * 12) / 2, TITLE)))
        .isEqualTo(new Color(128, 128, 128));
  }

  @Test
  void aDeeperLayerHasARowAFilterAndAColumnAChannel() {
    BufferedImage picture = MapGrids.kernels("net", "data", Kernels.of(network, "conv2"));
    assertThat(picture.getWidth()).isEqualTo(6 * 96);
    assertThat(picture.getHeight()).isEqualTo(TITLE + 16 * (5 * 12 + 15 + 6));
  }

  /** CIE 1976 lightness must rise in equal steps for a scale to be perceptually even. */
  @Test
  void theColourScaleRisesEvenlyInLightness() {
    double lightest = lightness(Palette.viridis(1));
    double darkest = lightness(Palette.viridis(0));
    assertThat(darkest).isLessThan(20);
    assertThat(lightest).isGreaterThan(88);
    for (int i = 0; i <= 64; i++) {
      double expected = darkest + (lightest - darkest) * i / 64;
      assertThat(lightness(Palette.viridis(i / 64.0))).isCloseTo(expected, within(3.0));
    }
  }

  private static double lightness(Color color) {
    double y =
        0.2126 * linear(color.getRed())
            + 0.7152 * linear(color.getGreen())
            + 0.0722 * linear(color.getBlue());
    return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
  }

  private static double linear(int level) {
    double value = level / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
