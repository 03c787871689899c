package cnnlabs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Each network of the homework trains to the same parameters on both paths. */
class HomeworkNetworksTest {

  private static final int ITERATIONS = 50;
  private static final double TOLERANCE = 1e-4;

  static Stream<Arguments> networks() {
    Sgd sgd = new Sgd(0.01);
    return Stream.of(
        network(
            "A1 sigmoid cross-entropy",
            Networks.leNet(Networks.settings(new Sgd(0.1)), Activation.SIGMOID, true),
            10,
            3,
            32,
            32),
        network(
            "A1 tanh MSE",
            Networks.leNet(Networks.settings(sgd), Activation.TANH, false),
            10,
            3,
            32,
            32),
        network(
            "A1 tanh cross-entropy",
            Networks.leNet(Networks.settings(new Sgd(0.001)), Activation.TANH, true),
            10,
            3,
            32,
            32),
        network("A4", Networks.a4(new Sgd(0.001)), 10, 3, 32, 32),
        network("B1", Networks.b1(new Adam(0.001)), 20, 1, 28, 28),
        network("B6 Adam", Networks.b6(new Adam(0.001), 0), 8, 3, 32, 32),
        network("B6 momentum, L2", Networks.b6(new Nesterovs(0.001, 0.9), 1e-4), 8, 3, 32, 32),
        network("C1 model 3", Networks.c1(new Adam(0.001), true), 8, 3, 32, 32),
        network(
            "C1 model 5, RMSProp",
            Networks.c1(RmsProp.builder().learningRate(0.001).rmsDecay(0.99).build(), false),
            8,
            3,
            32,
            32),
        network("D1", Networks.d1(new Sgd(0.001)), 10, 3, 8, 8),
        network("D3", Networks.d3(new Sgd(0.0001)), 8, 3, 32, 32));
  }

  private static Arguments network(
      String name, MultiLayerConfiguration configuration, long... batchShape) {
    return Arguments.of(name, configuration, batchShape);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void bothPathsReachTheSameParameters(
      String name, MultiLayerConfiguration configuration, long[] batchShape) {
    compare(configuration, batchShape, ITERATIONS);
  }

  @Test
  @Tag("full")
  void bothPathsReachTheSameParametersOfTheLargeNetwork() {
    compare(Networks.a5(new Sgd(0.01)), new long[] {4, 3, 32, 32}, ITERATIONS);
  }

  @Test
  void bothPathsReachTheSameParametersOfTheLargeNetworkInAFewSteps() {
    compare(Networks.a5(new Sgd(0.01)), new long[] {2, 3, 32, 32}, 2);
  }

  private static void compare(
      MultiLayerConfiguration configuration, long[] batchShape, int iterations) {
    MultiLayerNetwork expected = Reference.networkWithHelpers(configuration);
    MultiLayerNetwork actual = Reference.network(configuration);
    actual.setParams(expected.params());
    int classes = expected.layerSize(expected.getnLayers() - 1);
    int examples = Math.toIntExact(batchShape[0]);
    try (var executor = CompiledExecutor.of(actual)) {
      for (int i = 0; i < iterations; i++) {
        INDArray features = Networks.images(i, batchShape);
        int[] labels = Networks.labels(i, examples, classes);
        executor.train(features, labels, 0);
        expected.fit(new DataSet(features, Reference.oneHot(labels, classes, DataType.FLOAT)));
        assertThat(actual.score()).isCloseTo(expected.score(), within(expected.score()));
      }
      INDArray features = Networks.images(-1, batchShape);
      assertThat(Difference.absolute(executor.output(features), expected.output(features.dup())))
          .isLessThan(TOLERANCE);
    }
    assertThat(Difference.absolute(actual.params(), expected.params())).isLessThan(TOLERANCE);
    assertThat(actual.getIterationCount()).isEqualTo(expected.getIterationCount());
    @Nullable INDArray state = expected.getUpdater().getStateViewArray();
    if (state != null) {
      assertThat(Difference.absolute(actual.getUpdater().getStateViewArray(), state))
          .isLessThan(TOLERANCE);
    }
  }

  private static Offset<Double> within(double score) {
    return Offset.offset(1e-4 * Math.max(1, score));
  }
}
