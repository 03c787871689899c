package cnnlabs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.data.ImageShape;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

class NetworksTest {

  private static MultiLayerNetwork network(long seed) {
    return Networks.initialize(
        Networks.configuration(
            LeNet5.of(Activation.TANH),
            new ImageShape(3, 32, 32),
            10,
            Loss.CROSS_ENTROPY,
            new Sgd(0.01),
            0,
            seed));
  }

  @Test
  void weightsStartUniformAsPyTorchs() {
    MultiLayerNetwork network = network(1);
    assertUniform(network.getParam("0_W"), 1 / Math.sqrt(3 * 25));
    assertUniform(network.getParam("2_W"), 1 / Math.sqrt(6 * 25));
    assertUniform(network.getParam("4_W"), 1 / Math.sqrt(400));
    assertUniform(network.getParam("6_W"), 1 / Math.sqrt(84));
  }

  @Test
  void biasesStartUniformAsPyTorchs() {
    MultiLayerNetwork network = network(1);
    assertUniform(network.getParam("4_b"), 1 / Math.sqrt(400));
    assertUniform(network.getParam("5_b"), 1 / Math.sqrt(120));
    // Too few for their distribution, but never zero and never out of bounds.
    assertThat(network.getParam("0_b").amaxNumber().doubleValue())
        .isBetween(1e-4, 1 / Math.sqrt(75));
  }

  @Test
  void theSeedDecidesEveryBit() {
    INDArray first = network(7).params();
    assertThat(network(7).params().toFloatVector()).isEqualTo(first.toFloatVector());
    assertThat(network(8).params().toFloatVector()).isNotEqualTo(first.toFloatVector());
  }

  @Test
  void aBiasOfOneLayerIsNotThatOfAnother() {
    MultiLayerNetwork network = network(1);
    double first = network.getParam("4_b").getDouble(0) * Math.sqrt(400);
    double second = network.getParam("5_b").getDouble(0) * Math.sqrt(120);
    assertThat(first).isNotCloseTo(second, within(1e-4));
  }

  @Test
  void layersThatAnArchitectureGivesTwiceKeepNoOptimizerOfTheFirstTime() {
    List<Layer> captured = List.of(Layers.dense("dense1", 4, Activation.TANH));
    for (IUpdater asked : List.of(new Sgd(0.1), new Adam(0.01))) {
      var layer =
          (BaseLayer)
              Networks.configuration(
                      input -> captured,
                      new ImageShape(1, 8, 8),
                      10,
                      Loss.CROSS_ENTROPY,
                      asked,
                      0,
                      1)
                  .getConf(0)
                  .getLayer();
      assertThat(layer.getIUpdater()).isEqualTo(asked);
    }
  }

  /** Bounds, and the standard deviation of a uniform distribution within four of its errors. */
  private static void assertUniform(INDArray values, double bound) {
    assertThat(values.amaxNumber().doubleValue()).isBetween(bound * 0.9, bound * 1.000001);
    double expected = bound / Math.sqrt(3);
    double tolerance = 4 * expected / Math.sqrt(2.0 * values.length());
    assertThat(values.stdNumber().doubleValue()).isCloseTo(expected, within(tolerance));
  }
}
