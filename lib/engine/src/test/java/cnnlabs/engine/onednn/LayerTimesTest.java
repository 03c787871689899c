package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.LayerTime;
import cnnlabs.engine.NetworkExecutor;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** What both paths tell of the layers between input and output. */
class LayerTimesTest {

  private static final INDArray FEATURES = Networks.images(1, 10, 3, 32, 32);
  private static final int[] LABELS = Networks.labels(2, 10, 10);

  private static MultiLayerConfiguration leNet() {
    return Networks.leNet(Networks.settings(new Sgd(0.1)), Activation.TANH, true);
  }

  private static NetworkExecutor executor(MultiLayerNetwork network, boolean compiled) {
    return compiled ? CompiledExecutor.of(network) : Reference.layers(network, LabelSmoothing.NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTimedStepComputesTheGradient(boolean compiled) {
    MultiLayerNetwork network = Reference.network(leNet());
    try (NetworkExecutor executor = executor(network, compiled)) {
      float[] expected = executor.gradient(FEATURES, LABELS).dup().data().asFloat();
      network.getFlattenedGradients().assign(Double.NaN);
      executor.layerTimes(FEATURES, LABELS);
      INDArray timed = network.getFlattenedGradients();
      float[] mean = (compiled ? timed : timed.div(LABELS.length)).dup().data().asFloat();
      assertThat(mean).usingComparatorWithPrecision(1e-6f).containsExactly(expected);
    }
  }

  /** Batch normalization and dropout, whose training differs from their inference. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTimedStepIsOneOfTraining(boolean compiled) {
    MultiLayerConfiguration configuration = Networks.c1(new Sgd(0.1), true);
    configuration.getConf(12).getLayer().setIDropout(new Dropout(0.5));
    MultiLayerNetwork network = Reference.network(configuration);
    INDArray before = network.params().dup();
    try (NetworkExecutor executor = executor(network, compiled)) {
      float[] expected = executor.gradient(FEATURES, LABELS).dup().data().asFloat();
      network.getFlattenedGradients().assign(0);
      executor.layerTimes(FEATURES, LABELS);
      INDArray timed = network.getFlattenedGradients();
      float[] mean = (compiled ? timed : timed.div(LABELS.length)).dup().data().asFloat();
      assertThat(mean).usingComparatorWithPrecision(1e-5f).containsExactly(expected);
    }
    assertThat(network.params()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyLayerTakesTimeAndTheNetworkStaysAsItIs(boolean compiled) {
    MultiLayerNetwork network = Reference.network(leNet());
    INDArray before = network.params().dup();
    try (NetworkExecutor executor = executor(network, compiled)) {
      List<LayerTime> times = executor.layerTimes(FEATURES, LABELS);
      assertThat(times).hasSize(7);
      assertThat(times).allMatch(time -> time.forwardSeconds() > 0 && time.forwardSeconds() < 10);
      assertThat(times).allMatch(time -> time.backwardSeconds() > 0 && time.backwardSeconds() < 10);
    }
    assertThat(network.params()).isEqualTo(before);
    assertThat(network.getIterationCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void activationsAreThoseOfDeeplearning4j(boolean compiled) {
    MultiLayerNetwork network = Reference.network(leNet());
    List<INDArray> expected = network.feedForward(FEATURES, false);
    try (NetworkExecutor executor = executor(network, compiled)) {
      List<INDArray> actual = executor.activations(FEATURES);
      assertThat(actual).hasSize(7);
      for (int layer = 0; layer < 7; layer++) {
        assertThat(actual.get(layer).shape()).isEqualTo(expected.get(layer + 1).shape());
        assertThat(actual.get(layer).dup('c').data().asFloat())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(expected.get(layer + 1).dup('c').data().asFloat());
      }
    }
  }
}
