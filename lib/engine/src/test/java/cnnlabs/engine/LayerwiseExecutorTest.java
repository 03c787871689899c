package cnnlabs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class LayerwiseExecutorTest {

  private static final double LEARNING_RATE = 0.1;

  private final INDArray features = Nd4j.rand(DataType.FLOAT, 6, 2, 8, 8);
  private final int[] labels = {0, 1, 2, 0, 1, 2};
  private final INDArray oneHot = Nd4j.eye(3).castTo(DataType.FLOAT).getRows(labels);

  private static MultiLayerNetwork network(double l2) {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(LEARNING_RATE))
                .l2(l2)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build())
                .layer(new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build())
                .layer(
                    new OutputLayer.Builder(new LossMCXENT())
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 2))
                .build());
    network.init();
    return network;
  }

  @Test
  void lossIsThatOfTheOutputsBeforeTheUpdateWithoutThePenalty() {
    MultiLayerNetwork network = network(0.1);
    double expected =
        network.score(new DataSet(features, oneHot)) - network.calcRegularizationScore(true);
    try (var executor = new LayerwiseExecutor(network)) {
      assertThat(executor.train(features, labels, 0).loss()).isCloseTo(expected, within(1e-5));
      assertThat(network.calcRegularizationScore(true)).isGreaterThan(0.1);
    }
  }

  @Test
  void correctCountsThePredictionsBeforeTheUpdate() {
    MultiLayerNetwork network = network(0);
    int[] predicted = network.output(features).argMax(1).toIntVector();
    long expected =
        Arrays.stream(new int[] {0, 1, 2, 3, 4, 5}).filter(i -> predicted[i] == labels[i]).count();
    try (var executor = new LayerwiseExecutor(network)) {
      assertThat(executor.train(features, labels, 0).correct()).isEqualTo((int) expected);
    }
  }

  @Test
  void trainsAsDeeplearning4jDoes() {
    MultiLayerNetwork reference = network(0);
    MultiLayerNetwork network = network(0);
    try (var executor = new LayerwiseExecutor(network)) {
      for (int step = 0; step < 5; step++) {
        reference.fit(new DataSet(features, oneHot));
        executor.train(features, labels, step);
      }
    }
    assertThat(network.params().toFloatVector()).isEqualTo(reference.params().toFloatVector());
    assertThat(network.getIterationCount()).isEqualTo(5);
  }

  @Test
  void oneStepFollowsTheGradient() {
    MultiLayerNetwork network = network(0);
    INDArray before = network.params().dup();
    try (var executor = new LayerwiseExecutor(network)) {
      INDArray gradient = executor.gradient(features, labels).dup();
      assertThat(network.params()).isEqualTo(before);
      executor.train(features, labels, 0);
      INDArray expected = before.reshape(before.length()).sub(gradient.mul(LEARNING_RATE));
      INDArray error = network.params().reshape(before.length()).sub(expected);
      assertThat(error.amaxNumber().doubleValue()).isLessThan(1e-6);
    }
  }

  @Test
  void oneBatchIsLearnedByHeart() {
    try (var executor = new LayerwiseExecutor(network(0))) {
      StepResult last = new StepResult(Double.NaN, 0);
      for (int step = 0; step < 400; step++) {
        last = executor.train(features, labels, step);
      }
      assertThat(last.loss()).isLessThan(0.05);
      assertThat(last.correct()).isEqualTo(6);
    }
  }

  @Test
  void closingLeavesThePlainNetwork() {
    MultiLayerNetwork network = network(0);
    new LayerwiseExecutor(network).close();
    assertThat(network.getListeners()).isEmpty();
  }

  /** A softmax of a softmax: the loss stands in a layer of its own, without weights. */
  @Test
  void aLossLayerTrainsAsOnTheCompiledPath() {
    MultiLayerNetwork layers = doubledSoftmax();
    MultiLayerNetwork compiled = doubledSoftmax();
    compiled.setParams(layers.params());
    try (var one = new LayerwiseExecutor(layers);
        NetworkExecutor other = Engine.executor(compiled)) {
      assertThat(other.path()).isEqualTo(NetworkExecutor.COMPILED);
      for (int step = 0; step < 10; step++) {
        StepResult expected = other.train(features, labels, 0);
        StepResult actual = one.train(features, labels, 0);
        assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-5));
        assertThat(actual.correct()).isEqualTo(expected.correct());
      }
    }
    assertThat(layers.params().distance2(compiled.params())).isLessThan(1e-4);
  }

  private static MultiLayerNetwork doubledSoftmax() {
    var loss = new LossLayer.Builder(new LossMCXENT()).activation(Activation.SOFTMAX).build();
    loss.setNOut(3);
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(1))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build())
                .layer(new DenseLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .layer(loss)
                .setInputType(InputType.convolutional(8, 8, 2))
                .build());
    network.init();
    return network;
  }

  @Test
  void refusesANetworkWithoutALoss() {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(2).build())
                .build());
    network.init();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LayerwiseExecutor(network))
        .withMessageContaining("DenseLayer");
  }
}
