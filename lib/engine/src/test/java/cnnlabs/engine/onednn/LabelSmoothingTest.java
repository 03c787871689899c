package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.NetworkExecutor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class LabelSmoothingTest {

  private static final LabelSmoothing TENTH = new LabelSmoothing(0.1);

  private final INDArray features = Nd4j.rand(DataType.FLOAT, 6, 2, 8, 8);
  private final int[] labels = {0, 1, 2, 3, 0, 2};

  private static MultiLayerNetwork network() {
    var network =
        new MultiLayerNetwork(
            Networks.settings(new Sgd(0.1))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nOut(7).build())
                .layer(Networks.output(4, true))
                .setInputType(InputType.convolutional(8, 8, 2))
                .build());
    network.init();
    return network;
  }

  private static NetworkExecutor executor(MultiLayerNetwork network, String path) {
    return path.equals("compiled")
        ? CompiledExecutor.of(network, TENTH, 6, 2, 8, 8)
        : Reference.layers(network, TENTH);
  }

  @Test
  void aTenthIsSpreadOverAllClasses() {
    assertThat(TENTH.onLabel(4)).isEqualTo(0.925);
    assertThat(TENTH.offLabel(4)).isEqualTo(0.025);
    assertThat(LabelSmoothing.NONE.onLabel(4)).isEqualTo(1);
    assertThat(LabelSmoothing.NONE.offLabel(4)).isZero();
  }

  /** -sum over the classes of target times log probability, the mean over the examples. */
  @ParameterizedTest
  @ValueSource(strings = {"compiled", "layers"})
  void theLossIsTheCrossEntropyWithSmoothedLabels(String path) {
    MultiLayerNetwork network = network();
    INDArray probabilities = network.output(features);
    double expected = 0;
    for (int example = 0; example < labels.length; example++) {
      for (int j = 0; j < 4; j++) {
        double target = j == labels[example] ? 0.925 : 0.025;
        expected -= target * Math.log(probabilities.getDouble(example, j)) / labels.length;
      }
    }
    try (NetworkExecutor executor = executor(network, path)) {
      assertThat(executor.train(features, labels, 0).loss()).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void bothPathsTakeTheSameSteps() {
    MultiLayerNetwork compiled = network();
    MultiLayerNetwork layers = network();
    layers.setParams(compiled.params());
    INDArray start = compiled.params().dup();
    try (NetworkExecutor one = executor(compiled, "compiled");
        NetworkExecutor other = executor(layers, "layers")) {
      for (int step = 0; step < 20; step++) {
        one.train(features, labels, 0);
        other.train(features, labels, 0);
      }
    }
    assertThat(compiled.params().distance2(start)).isGreaterThan(0.1);
    assertThat(compiled.params().distance2(layers.params())).isLessThan(1e-5);
  }

  @Test
  void aRateOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelSmoothing(1))
        .withMessage("labelSmoothing must be in [0, 1), such as 0.1, but is 1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new LabelSmoothing(Double.NaN));
  }
}
