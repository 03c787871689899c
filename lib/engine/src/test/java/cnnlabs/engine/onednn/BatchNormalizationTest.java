package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class BatchNormalizationTest {

  // Smooth throughout: at a kink, two roundings of one value may take different sides, and the
  // thirty
  // steps then part for good.
  private static MultiLayerConfiguration configuration(boolean logarithmic, double decay) {
    return Networks.settings(new Sgd(0.05))
        .activation(Activation.IDENTITY)
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(12).build())
        .layer(
            new BatchNormalization.Builder().useLogStd(logarithmic).decay(decay).eps(1e-3).build())
        .layer(new ActivationLayer(Activation.TANH))
        .layer(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build())
        .layer(new DenseLayer.Builder().nOut(9).build())
        .layer(new BatchNormalization.Builder().useLogStd(logarithmic).decay(decay).build())
        .layer(new ActivationLayer(Activation.TANH))
        .layer(Networks.output(5, true))
        .setInputType(InputType.convolutional(10, 10, 3))
        .build();
  }

  @ParameterizedTest(name = "logarithm of the deviation {0}, decay {1}")
  @CsvSource({"true, 0.9", "false, 0.9", "true, 0.5", "false, 0.99"})
  void statisticsParametersAndOutputsAreDeeplearning4js(boolean logarithmic, double decay) {
    MultiLayerNetwork expected = Reference.network(configuration(logarithmic, decay));
    MultiLayerNetwork actual = Reference.network(configuration(logarithmic, decay));
    actual.setParams(expected.params());
    try (var executor = CompiledExecutor.of(actual)) {
      for (int i = 0; i < 30; i++) {
        INDArray features = Networks.images(i, 16, 3, 10, 10).addi(0.5);
        int[] labels = Networks.labels(i, 16, 5);
        executor.train(features, labels, 0);
        expected.fit(new DataSet(features, Reference.oneHot(labels, 5, DataType.FLOAT)));
      }
      assertThat(Difference.absolute(actual.params(), expected.params())).isLessThan(2e-5);
      INDArray features = Networks.images(99, 7, 3, 10, 10);
      assertThat(Difference.absolute(executor.output(features), expected.output(features.dup())))
          .isLessThan(2e-5);
    }
  }

  @ParameterizedTest(name = "logarithm of the deviation {0}")
  @CsvSource({"true", "false"})
  void theGradientOfAStatisticIsZeroAndLeavesItAlone(boolean logarithmic) {
    MultiLayerNetwork network = Reference.network(configuration(logarithmic, 0.9));
    INDArray before = network.params().dup();
    try (var executor = CompiledExecutor.of(network)) {
      executor.train(Networks.images(1, 8, 3, 10, 10), Networks.labels(1, 8, 5), 0);
      network.setParams(before);
      INDArray gradient =
          executor.gradient(Networks.images(1, 8, 3, 10, 10), Networks.labels(1, 8, 5));
      Difference.places(network)
          .forEach(
              (key, place) -> {
                for (int i = place[0]; i < place[1] && Difference.isStatistic(key); i++) {
                  assertThat(gradient.getFloat(i)).isZero();
                }
              });
    }
    assertThat(network.params()).isEqualTo(before);
  }
}
