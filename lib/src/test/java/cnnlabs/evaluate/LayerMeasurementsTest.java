package cnnlabs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.evaluate.ParameterHistogram.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Histograms, activations and costs of a network's layers. */
class LayerMeasurementsTest {

  private static final Normalization NORMALIZATION = Normalization.centered();

  @Test
  void aHistogramCountsEveryParameterInBinsThatAllNetworksShare() {
    MultiLayerNetwork start = TestNetworks.leNet();
    MultiLayerNetwork later = start.clone();
    start.setParam("0_b", Nd4j.createFromArray(new float[] {-0.9f, -0.1f, 0, 0.1f, 0.5f, 0.9f}));
    later.setParam("0_b", Nd4j.createFromArray(new float[] {-1, -1, -1, -1, -1, 1}));
    var networks = new LinkedHashMap<String, MultiLayerNetwork>();
    networks.put("start", start);
    networks.put("epoch 5", later);
    List<ParameterHistogram> histograms = ParameterHistogram.of(networks, Kind.BIASES, 4);
    assertThat(histograms)
        .extracting(ParameterHistogram::layer)
        .containsExactly("conv1", "conv2", "dense1", "dense2", "output");
    ParameterHistogram conv1 = histograms.get(0);
    assertThat(conv1.bound()).isEqualTo(1);
    assertThat(conv1.parameters()).isEqualTo(6);
    assertThat(conv1.counts().get("start")).containsExactly(1, 1, 2, 2);
    assertThat(conv1.counts().get("epoch 5")).containsExactly(5, 0, 0, 1);
    assertThat(conv1.edge(0)).isEqualTo(-1);
    assertThat(conv1.edge(3)).isEqualTo(0.5);
    assertThat(conv1.edge(4)).isEqualTo(1);
  }

  @Test
  void weightsAndBiasesAreCountedApart() {
    var networks = new LinkedHashMap<String, MultiLayerNetwork>();
    networks.put("start", TestNetworks.leNet());
    assertThat(ParameterHistogram.of(networks, Kind.WEIGHTS, 11).get(0).parameters())
        .isEqualTo(6 * 3 * 25);
    assertThat(ParameterHistogram.of(networks, Kind.BIASES, 11).get(0).parameters()).isEqualTo(6);
  }

  @Test
  void activationStatisticsAreThoseOfDeeplearning4jsActivations() {
    MultiLayerNetwork network = TestNetworks.leNet();
    ImageDataset images = SampleImages.images(120, 1);
    var all = new BatchReader(images, NORMALIZATION, 120).inOrder().iterator().next();
    List<INDArray> expected = network.feedForward(all.features(), false);
    List<ActivationStatistics> statistics =
        ActivationStatistics.of(TestNetworks.trained(network), images);
    assertThat(statistics)
        .extracting(ActivationStatistics::layer)
        .containsExactly("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "output");
    for (int layer = 0; layer < 7; layer++) {
      INDArray values = expected.get(layer + 1);
      ActivationStatistics actual = statistics.get(layer);
      assertThat(actual.mean()).isCloseTo(values.meanNumber().doubleValue(), within(1e-4));
      double variances = values.var(false, 0).meanNumber().doubleValue();
      assertThat(actual.variation()).isCloseTo(Math.sqrt(variances), within(1e-4));
      assertThat(actual.norm())
          .isCloseTo(values.norm2Number().doubleValue() / Math.sqrt(120), within(1e-3));
    }
  }

  @Test
  void costsNameEveryLayerAndLeaveTheNetworkAsItIs() {
    MultiLayerNetwork network = TestNetworks.leNet();
    INDArray before = network.params().dup();
    LayerCosts costs =
        LayerCosts.measure(TestNetworks.trained(network), SampleImages.images(10, 1), 10);
    assertThat(network.params()).isEqualTo(before);
    assertThat(costs.path()).isEqualTo("compiled");
    assertThat(costs.layers())
        .extracting(layer -> layer.summary().name())
        .containsExactly("conv1", "pool1", "conv2", "pool2", "dense1", "dense2", "output");
    assertThat(costs.layers().get(0).summary().parameters()).isEqualTo(456);
    assertThat(costs.layers()).allMatch(layer -> layer.seconds() > 0);
    assertThat(costs.stepSeconds()).isPositive();
    assertThat(costs.layerSeconds())
        .isCloseTo(
            costs.layers().stream().mapToDouble(LayerCosts.LayerCost::seconds).sum(),
            within(1e-12));
  }

  @Test
  void anEpochIsAStepForEachBatch() {
    var costs = new LayerCosts(10, "compiled", 0.5, List.of());
    assertThat(costs.epochSeconds(101)).isEqualTo(11 * 0.5);
  }
}
