package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Each step of each optimizer, measured against the length of the step. */
class UpdateTest {

  private static final int STEPS = 8;
  private static final double TOLERANCE = 5e-4;

  static Stream<Arguments> settings() {
    var falling = new ExponentialSchedule(ScheduleType.ITERATION, 0.05, 0.7);
    var byEpoch = new MapSchedule(ScheduleType.EPOCH, Map.of(0, 0.01, 2, 0.05));
    return Stream.of(
        with("SGD", new Sgd(0.05)),
        with("SGD, rate falling with the iteration", new Sgd(falling)),
        with("SGD, rate by the epoch", new Sgd(byEpoch)),
        with("Nesterov momentum", new Nesterovs(0.02, 0.9)),
        with(
            "Nesterov momentum, both by a schedule",
            new Nesterovs(falling, new ExponentialSchedule(ScheduleType.ITERATION, 0.9, 0.9))),
        with("Adam", new Adam(0.01)),
        with(
            "Adam, every setting",
            Adam.builder().learningRate(0.01).beta1(0.8).beta2(0.95).epsilon(1e-3).build()),
        with("Adam, rate falling", new Adam(falling)),
        with("RMSProp", RmsProp.builder().learningRate(0.01).rmsDecay(0.9).epsilon(1e-4).build()),
        Arguments.of("L2", base(new Sgd(0.05)).l2(0.3)),
        Arguments.of("L2 of biases", base(new Sgd(0.05)).l2Bias(0.3)),
        Arguments.of("L2, different ones, Adam", base(new Adam(0.01)).l2(0.1).l2Bias(0.4)),
        Arguments.of("L2, momentum", base(new Nesterovs(0.02, 0.9)).l2(0.2).l2Bias(0.2)),
        Arguments.of("an optimizer for biases", base(new Adam(0.01)).biasUpdater(new Sgd(0.2))),
        Arguments.of("the sum over the batch", base(new Sgd(0.02)).miniBatch(false)));
  }

  private static Arguments with(String name, IUpdater updater) {
    return Arguments.of(name, base(updater));
  }

  private static NeuralNetConfiguration.Builder base(IUpdater updater) {
    return Networks.settings(updater).activation(Activation.TANH).biasInit(0.3);
  }

  private static MultiLayerConfiguration network(NeuralNetConfiguration.Builder settings) {
    return settings
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(5).build())
        .layer(new DenseLayer.Builder().nOut(7).build())
        .layer(new DenseLayer.Builder().nOut(6).updater(new Nesterovs(0.03, 0.5)).build())
        .layer(Networks.output(4, true))
        .setInputType(InputType.convolutional(8, 8, 2))
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void everyStepIsDeeplearning4js(String name, NeuralNetConfiguration.Builder settings) {
    MultiLayerNetwork expected = Reference.network(network(settings));
    MultiLayerNetwork actual = Reference.network(network(settings));
    actual.setParams(expected.params());
    try (var executor = CompiledExecutor.of(actual)) {
      for (int i = 0; i < STEPS; i++) {
        INDArray before = expected.params().dup();
        actual.setParams(before);
        step(executor, expected, i);
        actual.getLayerWiseConfigurations().setEpochCount(i / 2);
        expected.getLayerWiseConfigurations().setEpochCount(i / 2);
        assertThat(Difference.relativeChange(actual, expected, before))
            .as("step %d", i)
            .isLessThan(TOLERANCE);
        assertThat(Difference.relativeState(actual, expected)).isLessThan(TOLERANCE);
        assertThat(actual.score() / expected.score()).isBetween(1 - 1e-5, 1 + 1e-5);
      }
    }
  }

  private static void step(CompiledExecutor executor, MultiLayerNetwork expected, int i) {
    INDArray features = Networks.images(i, 5, 2, 8, 8);
    int[] labels = Networks.labels(i, 5, 4);
    executor.train(features, labels, 0);
    expected.fit(new DataSet(features, Reference.oneHot(labels, 4, DataType.FLOAT)));
  }

  @Test
  void aTermThatIsOnePercentTooLongIsNoticed() {
    MultiLayerNetwork network = Reference.network(network(base(new Sgd(0.05))));
    INDArray before = network.params().dup();
    try (var executor = CompiledExecutor.of(network)) {
      step(executor, Reference.network(network(base(new Sgd(0.05)))), 0);
    }
    double[] change = Difference.change(network, before);
    for (int[] place : Difference.places(network).values()) {
      double[] wrong = change.clone();
      for (int i = place[0]; i < place[1]; i++) {
        wrong[i] *= 1.01;
      }
      assertThat(Difference.relative(network, wrong, change)).isGreaterThan(TOLERANCE);
    }
  }

  /** As a trainer does that lowers the rate by hand. */
  @Test
  void aLearningRateSetLaterIsFollowed() {
    MultiLayerNetwork expected = Reference.network(network(base(new Adam(0.01))));
    MultiLayerNetwork actual = Reference.network(network(base(new Adam(0.01))));
    actual.setParams(expected.params());
    try (var executor = CompiledExecutor.of(actual)) {
      step(executor, expected, 0);
      actual.setLearningRate(0.1);
      expected.setLearningRate(0.1);
      step(executor, expected, 1);
    }
    assertThat(Difference.absolute(actual.params(), expected.params())).isLessThan(1e-5);
  }
}
