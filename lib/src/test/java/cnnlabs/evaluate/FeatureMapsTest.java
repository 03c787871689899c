package cnnlabs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Normalization;
import cnnlabs.data.Provenance;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.Layers;
import cnnlabs.model.TrainedNetwork;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeatureMapsTest {

  private static final Normalization NORMALIZATION = Normalization.centered();

  @Test
  void mapsAreDeeplearning4jsOwnActivations() {
    MultiLayerNetwork network = TestNetworks.leNet();
    ImageDataset images = SampleImages.images(130, 1); // more than one batch of 100
    FeatureMaps maps = FeatureMaps.of(TestNetworks.trained(network), images, "conv2");
    Batch all = new BatchReader(images, NORMALIZATION, 130).inOrder().iterator().next();
    INDArray expected = network.feedForward(all.features(), false).get(3);
    assertThat(expected.shape()).containsExactly(130, 16, maps.height(), maps.width());
    for (int image : new int[] {0, 99, 100, 129}) {
      for (int map = 0; map < 16; map++) {
        for (int row = 0; row < maps.height(); row++) {
          for (int column = 0; column < maps.width(); column++) {
            assertThat(maps.map(image, map).value(row, column))
                .isCloseTo(expected.getFloat(image, map, row, column), within(1e-5f));
          }
        }
      }
    }
  }

  @Test
  void aLayerWithoutMapsIsRefused() {
    MultiLayerNetwork network = TestNetworks.leNet();
    ImageDataset images = SampleImages.images(3, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureMaps.of(TestNetworks.trained(network), images, "dense1"))
        .withMessage(
            "Layer 'dense1' puts out 120 units, and no maps: take a convolution or a pooling.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureMaps.of(TestNetworks.trained(network), images, "conv9"))
        .withMessageContaining("'conv9'")
        .withMessageContaining("[conv1, pool1, conv2, pool2, dense1, dense2, output]");
  }

  /** Two images of 2 x 2 grey pixels under a 1 x 1 convolution of two filters, set by hand. */
  private static FeatureMaps byHand() {
    Architecture pixelwise =
        input ->
            List.of(
                Layers.conv("conv1", 2, 1, Activation.RELU), Layers.dense("d", 2, Activation.RELU));
    var shape = new ImageShape(1, 2, 2);
    MultiLayerNetwork network = TestNetworks.of(pixelwise, shape, 1);
    network.setParam("0_W", Nd4j.createFromArray(new float[] {2, -1}).reshape(2, 1, 1, 1));
    network.setParam("0_b", Nd4j.createFromArray(new float[] {1, -1}).reshape(1, 2));
    byte[] pixels = {0, 51, 102, (byte) 255, 0, 51, 102, 51};
    var images =
        ImageDataset.of(
            Provenance.standIn("pixels", 0),
            shape,
            List.of("a", "b", "c", "d"),
            pixels,
            new byte[] {0, 1});
    return FeatureMaps.of(new TrainedNetwork(network, Normalization.unit()), images, "conv1");
  }

  @Test
  void valuesAreThoseOfTheHandCalculation() {
    FeatureMap map = byHand().map(0, 0); // 2 x + 1 of 0, 0.2, 0.4, 1
    assertThat(map.value(0, 0)).isCloseTo(1, within(1e-6f));
    assertThat(map.value(0, 1)).isCloseTo(1.4f, within(1e-6f));
    assertThat(map.value(1, 0)).isCloseTo(1.8f, within(1e-6f));
    assertThat(map.value(1, 1)).isCloseTo(3, within(1e-6f));
    assertThat(map.least()).isCloseTo(1, within(1e-6f));
    assertThat(map.greatest()).isCloseTo(3, within(1e-6f));
  }

  @Test
  void spreadIsWithinAnImageAndVariationFromImageToImage() {
    MapStatistics statistics = byHand().statistics().get(0);
    // Image 0: 1, 1.4, 1.8, 3, variance 0.56; image 1: 1, 1.4, 1.8, 1.4, variance 0.08.
    assertThat(statistics.spread()).isCloseTo(Math.sqrt((0.56 + 0.08) / 2), within(1e-5));
    // Only the last position differs: 3 and 1.4, variance 0.64.
    assertThat(statistics.variation()).isCloseTo(Math.sqrt(0.64 / 4), within(1e-5));
    assertThat(statistics.least()).isCloseTo(1, within(1e-6));
    assertThat(statistics.greatest()).isCloseTo(3, within(1e-6));
    assertThat(statistics.dead()).isFalse();
  }

  @Test
  void detailIsTheDifferenceOfNeighboursOverTwiceTheVariance() {
    // Image 0: 0.4, 1.2, 0.8, 1.6, squares' mean 1.2; image 1: 0.4, 0.4, 0.8, 0, mean 0.24.
    assertThat(byHand().statistics().get(0).detail())
        .isCloseTo((1.2 + 0.24) / (2 * (0.56 + 0.08)), within(1e-5));
    assertThat(byHand().statistics().get(1).detail()).isNaN();
  }

  @Test
  void aReluThatNeverFiresIsDead() {
    MapStatistics statistics = byHand().statistics().get(1);
    assertThat(statistics.dead()).isTrue();
    assertThat(statistics.spread()).isZero();
    assertThat(statistics.variation()).isZero();
  }

  @Test
  void theMostTopActivationsAreThoseWithTheGreatestValues() {
    MultiLayerNetwork network = TestNetworks.leNet();
    ImageDataset images = SampleImages.images(130, 1);
    FeatureMaps maps = FeatureMaps.of(TestNetworks.trained(network), images, "conv2");
    TopActivations exciting = TopActivations.of(TestNetworks.trained(network), images, "conv2", 3);
    assertThat(exciting.maps()).hasSize(16);
    for (int map = 0; map < 16; map++) {
      int number = map;
      List<Float> greatest =
          IntStream.range(0, 130)
              .mapToObj(image -> maps.map(image, number).greatest())
              .sorted(Comparator.reverseOrder())
              .limit(3)
              .toList();
      assertThat(exciting.maps().get(map)).extracting(e -> e.value()).isEqualTo(greatest);
      for (var found : exciting.maps().get(map)) {
        assertThat(maps.map(found.image(), map).value(found.row(), found.column()))
            .isEqualTo(found.value());
      }
    }
  }

  @Test
  void kernelsAreTheLayersWeights() {
    MultiLayerNetwork network = TestNetworks.leNet();
    Kernels kernels = Kernels.of(network, "conv1");
    INDArray weights = network.getParam("0_W");
    assertThat(kernels.filters()).isEqualTo(6);
    assertThat(kernels.channels()).isEqualTo(3);
    assertThat(kernels.height()).isEqualTo(5);
    assertThat(kernels.weight(4, 2, 1, 3)).isEqualTo(weights.getFloat(4, 2, 1, 3));
    assertThat((double) kernels.greatest(4)).isEqualTo(weights.slice(4).amaxNumber().doubleValue());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Kernels.of(network, "pool1"))
        .withMessageContaining("'pool1'");
  }
}
