package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Convolutions of so many channels that Winograd's algorithm computes them where the processor has
 * AVX-512, against Deeplearning4j without helpers, which multiplies matrices.
 */
class WinogradTest {

  private static ConvolutionLayer convolution(int filters, ConvolutionMode mode) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).convolutionMode(mode).build();
  }

  /** Maps of odd sizes, which tiles of 4 x 4 do not fill, with a border and without. */
  private static MultiLayerConfiguration wide(Activation activation) {
    return Networks.settings(new Sgd(0.1))
        .activation(activation)
        .list()
        .layer(convolution(24, ConvolutionMode.Same))
        .layer(convolution(40, ConvolutionMode.Same))
        .layer(convolution(32, ConvolutionMode.Truncate))
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(convolution(64, ConvolutionMode.Same))
        .layer(Networks.output(10, true))
        .setInputType(InputType.convolutional(15, 13, 3))
        .build();
  }

  /** Rounding alone parts the two, by less than 1e-4 with AVX-512 and without. */
  @ParameterizedTest
  @CsvSource({
    "RELU, 16, 1",
    "RELU, 16, 2",
    "RELU, 16, 3",
    "RELU, 3, 1",
    "TANH, 16, 1",
    "SWISH, 16, 1",
    "IDENTITY, 33, 1"
  })
  void gradientIsThatOfDoublePrecision(Activation activation, int batch, long seed) {
    MultiLayerNetwork network = Reference.network(wide(activation));
    INDArray features =
        ClearOfKinks.images(network, ClearOfKinks.WIDE_MARGIN, seed, batch, 3, 15, 13);
    int[] labels = Networks.labels(seed + 1, batch, 10);
    double[] exact = Reference.gradient(Reference.inDouble(network), features, labels);
    try (var executor = CompiledExecutor.of(network)) {
      double[] gradient = executor.gradient(features, labels).dup().data().asDouble();
      assertThat(Difference.relative(network, gradient, exact)).isLessThan(1e-4);
    }
  }

  /** By 1e-5 of the greatest output at most: Winograd's sums of differences round more. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 50})
  void outputsAreThoseOfMatrixProducts(int batch) {
    MultiLayerNetwork network = Reference.network(wide(Activation.RELU));
    INDArray features = Networks.images(1, batch, 3, 15, 13);
    try (var executor = CompiledExecutor.of(network)) {
      List<INDArray> expected = network.feedForward(features.dup());
      List<INDArray> actual = executor.activations(features);
      for (int i = 0; i < actual.size(); i++) {
        double scale = expected.get(i + 1).amaxNumber().doubleValue();
        assertThat(Difference.absolute(actual.get(i), expected.get(i + 1)))
            .as("layer %d", i)
            .isLessThan(1e-5 * scale);
      }
    }
  }
}
