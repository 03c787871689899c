package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class DropoutTest {

  private static final int LENGTH = 200_000;
  private static final INDArray FEATURES = Networks.images(1, 6, 3, 14, 14);
  private static final int[] LABELS = Networks.labels(1, 6, 4);

  private static float[] mask(double keep, long seed, int stream) {
    float[] values = new float[LENGTH];
    new DropoutMask().fill(FloatBuffer.wrap(values), keep, seed, stream);
    return values;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.8, 0.999})
  void theFractionIsKeptAndScaledUp(double keep) {
    double kept = 0;
    for (float value : mask(keep, 42, 0)) {
      assertThat(value == 0 || value == (float) (1 / keep)).isTrue();
      kept += value == 0 ? 0 : 1;
    }
    double deviation = Math.sqrt(keep * (1 - keep) / LENGTH);
    assertThat(kept / LENGTH).isCloseTo(keep, within(4 * deviation));
  }

  @Test
  void keepingAllKeepsAll() {
    assertThat(mask(1, 42, 0)).containsOnly(1);
  }

  @Test
  void masksOfSeedsStreamsAndPositionsAreUnrelated() {
    float[] mask = mask(0.5, 42, 0);
    assertThat(agreement(mask, mask(0.5, 43, 0), 0)).isCloseTo(0.5, within(0.005));
    assertThat(agreement(mask, mask(0.5, 42, 1), 0)).isCloseTo(0.5, within(0.005));
    assertThat(agreement(mask, mask(0.5, 42 + (1L << 32), 0), 0)).isCloseTo(0.5, within(0.005));
    for (int distance : new int[] {1, 2, 16, 28, 784, 1024}) {
      assertThat(agreement(mask, mask, distance)).isCloseTo(0.5, within(0.005));
    }
  }

  private static double agreement(float[] one, float[] other, int distance) {
    double same = 0;
    for (int i = distance; i < LENGTH; i++) {
      same += (one[i] == 0) == (other[i - distance] == 0) ? 1 : 0;
    }
    return same / (LENGTH - distance);
  }

  @Test
  void aMaskDependsOnSeedStreamAndPositionAlone() {
    float[] shorter = new float[1000];
    new DropoutMask().fill(FloatBuffer.wrap(shorter), 0.5, 42, 3);
    float[] longer = mask(0.5, 42, 3);
    for (int i = 0; i < shorter.length; i++) {
      assertThat(shorter[i]).isEqualTo(longer[i]);
    }
  }

  /**
   * Without kinks, which would part two roundings. On the network's input, on maps of 8 and of 5
   * channels, on rows and before the output.
   */
  private static MultiLayerConfiguration configuration() {
    return Networks.settings(new Sgd(0.1))
        .activation(Activation.TANH)
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(8).dropOut(0.9).build())
        .layer(new DropoutLayer.Builder().dropOut(0.7).build())
        .layer(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build())
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).dropOut(0.8).build())
        .layer(new DenseLayer.Builder().nOut(20).dropOut(0.5).build())
        .layer(
            new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).dropOut(0.6).build())
        .setInputType(InputType.convolutional(14, 14, 3))
        .build();
  }

  @Test
  void trainingWithTheSameMasksIsDeeplearning4js() {
    var seed = new AtomicLong();
    MultiLayerNetwork actual = Reference.network(configuration());
    MultiLayerNetwork expected = Reference.network(GivenMask.in(configuration(), seed));
    expected.setParams(actual.params());
    INDArray start = actual.params().dup();
    try (var executor = CompiledExecutor.of(actual)) {
      for (int i = 0; i < 20; i++) {
        seed.set(1000 + i);
        executor.train(FEATURES, LABELS, seed.get());
        expected.fit(new DataSet(FEATURES, Reference.oneHot(LABELS, 4, DataType.FLOAT)));
        assertThat(actual.score()).isCloseTo(expected.score(), within(1e-5));
      }
    }
    assertThat(Difference.absolute(actual.params(), start)).isGreaterThan(1e-2);
    assertThat(Difference.absolute(actual.params(), expected.params())).isLessThan(1e-5);
  }

  @Test
  void outputsAndGradientsHaveNoDropout() {
    MultiLayerConfiguration without = configuration();
    without.getConfs().forEach(conf -> conf.getLayer().setIDropout(null));
    MultiLayerNetwork plain = Reference.network(without);
    MultiLayerNetwork network = Reference.network(configuration());
    network.setParams(plain.params());
    try (var executor = CompiledExecutor.of(network)) {
      assertThat(Difference.absolute(executor.output(FEATURES), plain.output(FEATURES.dup())))
          .isLessThan(1e-6);
      double[] gradient = executor.gradient(FEATURES, LABELS).dup().data().asDouble();
      double[] expected = Reference.gradient(plain, FEATURES, LABELS);
      assertThat(Difference.relative(network, gradient, expected)).isLessThan(1e-5);
    }
  }

  @Test
  void theSeedDecidesTheStep() {
    assertThat(stepWithSeed(5)).isEqualTo(stepWithSeed(5)).isNotEqualTo(stepWithSeed(6));
  }

  private static INDArray stepWithSeed(long seed) {
    MultiLayerNetwork network = Reference.network(configuration());
    try (var executor = CompiledExecutor.of(network)) {
      executor.train(FEATURES, LABELS, seed);
    }
    return network.params();
  }
}
