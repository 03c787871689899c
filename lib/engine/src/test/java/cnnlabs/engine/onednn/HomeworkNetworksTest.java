package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Each network of the homework takes the same steps on both paths. */
class HomeworkNetworksTest {

  private static final int ITERATIONS = 8;
  private static final double TOLERANCE = 5e-4;

  static Stream<Arguments> networks() {
    Sgd sgd = new Sgd(0.1);
    return Stream.of(
        network(
            "A1 sigmoid cross-entropy",
            Networks.leNet(Networks.settings(sgd), Activation.SIGMOID, true),
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
            Networks.leNet(Networks.settings(sgd), Activation.TANH, true),
            10,
            3,
            32,
            32),
        network("A4", Networks.a4(sgd), 10, 3, 32, 32),
        network("B1", Networks.b1(Networks.adam(0.001)), 20, 1, 28, 28),
        network("B6 Adam", Networks.b6(Networks.adam(0.001), 0), 8, 3, 32, 32),
        network("B6 momentum, L2", Networks.b6(new Nesterovs(0.001, 0.9), 1e-4), 8, 3, 32, 32),
        network("C1 model 3", Networks.c1(Networks.adam(0.001), true), 8, 3, 32, 32),
        network(
            "C1 model 5, RMSProp",
            Networks.c1(RmsProp.builder().learningRate(0.001).rmsDecay(0.99).build(), false),
            8,
            3,
            32,
            32),
        network("D1", Networks.d1(sgd), 10, 3, 8, 8),
        network("D3", Networks.d3(sgd), 8, 3, 32, 32));
  }

  private static Arguments network(
      String name, MultiLayerConfiguration configuration, long... batchShape) {
    return Arguments.of(name, configuration, batchShape);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void bothPathsTakeTheSameSteps(
      String name, MultiLayerConfiguration configuration, long[] batchShape) {
    compare(configuration, batchShape, ITERATIONS);
  }

  @Test
  @Tag("full")
  void bothPathsTakeTheSameStepsOfTheLargeNetwork() {
    compare(Networks.a5(new Sgd(0.01)), new long[] {4, 3, 32, 32}, ITERATIONS);
  }

  @Test
  void bothPathsTakeTheSameTwoStepsOfTheLargeNetwork() {
    compare(Networks.a5(new Sgd(0.01)), new long[] {2, 3, 32, 32}, 2);
  }

  /**
   * Each step starts from the same parameters, and no value of its batch lies at a kink: so that
   * rounding, which is each processor's own, stays what it is, 1e-6 to 1e-5 of the step.
   */
  private static void compare(
      MultiLayerConfiguration configuration, long[] batchShape, int iterations) {
    MultiLayerNetwork expected = Reference.networkWithHelpers(configuration);
    MultiLayerNetwork actual = Reference.network(configuration);
    int classes = expected.layerSize(expected.getnLayers() - 1);
    int examples = Math.toIntExact(batchShape[0]);
    try (var executor = CompiledExecutor.of(actual)) {
      for (int i = 0; i < iterations; i++) {
        INDArray before = expected.params().dup();
        actual.setParams(before);
        INDArray features = ClearOfKinks.images(actual, ClearOfKinks.MARGIN, i, batchShape);
        int[] labels = Networks.labels(i, examples, classes);
        executor.train(features, labels, 0);
        expected.fit(new DataSet(features, Reference.oneHot(labels, classes, DataType.FLOAT)));
        assertThat(actual.score()).isCloseTo(expected.score(), within(expected.score()));
        assertThat(Difference.relativeChange(actual, expected, before))
            .as("step %d", i)
            .isLessThan(TOLERANCE);
        assertThat(Difference.relativeState(actual, expected)).isLessThan(TOLERANCE);
      }
      INDArray features = Networks.images(-1, batchShape);
      actual.setParams(expected.params());
      assertThat(Difference.absolute(executor.output(features), expected.output(features.dup())))
          .isLessThan(1e-4);
    }
    assertThat(actual.getIterationCount()).isEqualTo(expected.getIterationCount());
  }

  private static Offset<Double> within(double score) {
    return Offset.offset(1e-4 * Math.max(1, score));
  }
}
