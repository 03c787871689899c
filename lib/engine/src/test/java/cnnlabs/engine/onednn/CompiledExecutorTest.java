package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.engine.NetworkExecutor;
import cnnlabs.engine.StepResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class CompiledExecutorTest {

  private static MultiLayerConfiguration leNet() {
    return Networks.smoothLeNet(Networks.settings(Networks.adam(0.001)).l2(1e-3));
  }

  private static INDArray images(int seed, int count) {
    return Networks.images(seed, count, 3, 32, 32);
  }

  private static int[] labels(int seed, int count) {
    return Networks.labels(seed, count, 10);
  }

  private static void train(NetworkExecutor executor, int from, int to) {
    for (int i = from; i < to; i++) {
      executor.train(images(i, 8), labels(i, 8), i);
    }
  }

  @Test
  void batchesOfAnySizeTrainTheSameNetwork() {
    MultiLayerNetwork expected = Reference.networkWithHelpers(leNet());
    MultiLayerNetwork actual = Reference.network(leNet());
    actual.setParams(expected.params());
    try (var executor = CompiledExecutor.of(actual)) {
      for (int size : new int[] {10, 10, 7, 10, 1, 2, 3, 4, 5, 6, 8, 9, 10, 7}) {
        StepResult result = executor.train(images(size, size), labels(size, size), 0);
        expected.fit(
            new DataSet(
                images(size, size), Reference.oneHot(labels(size, size), 10, DataType.FLOAT)));
        assertThat(actual.score()).isCloseTo(expected.score(), within(1e-5));
        assertThat(actual.score() - result.loss())
            .isCloseTo(1e-3 * penalty(expected), within(1e-4));
      }
    }
    assertThat(Difference.absolute(actual.params(), expected.params())).isLessThan(1e-4);
  }

  /** Half the sum of the squared weights, of which a step hardly changes anything. */
  private static double penalty(MultiLayerNetwork network) {
    return network.calcRegularizationScore(true) / 1e-3;
  }

  @Test
  void correctCountsTheGreatestOutputs() {
    MultiLayerNetwork network = Reference.network(leNet());
    try (var executor = CompiledExecutor.of(network)) {
      int[] predicted = executor.output(images(1, 20)).argMax(1).toIntVector();
      predicted[3] = (predicted[3] + 1) % 10;
      assertThat(executor.train(images(1, 20), predicted, 0).correct()).isEqualTo(19);
    }
  }

  @Test
  void outputsAndActivationsAreDeeplearning4js() {
    for (MultiLayerConfiguration configuration :
        List.of(leNet(), Networks.d3(new Sgd(0.1)), Networks.c1(new Sgd(0.1), true))) {
      MultiLayerNetwork network = Reference.network(configuration);
      try (var executor = CompiledExecutor.of(network)) {
        List<INDArray> expected = network.feedForward(images(1, 5));
        List<INDArray> actual = executor.activations(images(1, 5));
        assertThat(actual).hasSize(network.getnLayers());
        for (int i = 0; i < actual.size(); i++) {
          if (i + 1 < actual.size()
              && network.getLayer(i + 1).conf().getLayer() instanceof ActivationLayer) {
            continue; // Deeplearning4j's own are overwritten by the activation that follows.
          }
          assertThat(actual.get(i).shape()).isEqualTo(expected.get(i + 1).shape());
          assertThat(Difference.absolute(actual.get(i), expected.get(i + 1))).isLessThan(1e-5);
        }
        INDArray last = expected.get(expected.size() - 1);
        assertThat(Difference.absolute(executor.output(images(1, 5)), last)).isLessThan(1e-5);
      }
    }
  }

  @Test
  void manyExamplesAreComputedInPieces() {
    MultiLayerNetwork network = Reference.networkWithHelpers(leNet());
    try (var executor = CompiledExecutor.of(network)) {
      INDArray features = images(1, 300);
      INDArray outputs = executor.output(features);
      assertThat(outputs.shape()).containsExactly(300, 10);
      assertThat(Difference.absolute(outputs, network.output(features.dup()))).isLessThan(1e-6);
    }
  }

  @Test
  void aListenerAddedLaterIsNotPassedOver() {
    MultiLayerNetwork network = Reference.network(leNet());
    try (var executor = CompiledExecutor.of(network)) {
      train(executor, 0, 1);
      network.setListeners(new ScoreIterationListener(1));
      assertThatIllegalStateException()
          .isThrownBy(() -> train(executor, 1, 2))
          .withMessageContaining("would not be called");
    }
  }

  /** The mistake of one of the reports: its loss cannot fall under ln(1 + 9/e). */
  @Test
  void softmaxAppliedTwiceIsComputedAsItIsWritten() {
    MultiLayerConfiguration configuration =
        Networks.settings(new Sgd(0.5))
            .list()
            .layer(new DenseLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
            .layer(
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())
            .setInputType(InputType.feedForward(30))
            .build();
    MultiLayerNetwork expected = Reference.network(configuration);
    MultiLayerNetwork actual = Reference.network(configuration);
    actual.setParams(expected.params());
    INDArray features = Networks.images(1, 40, 30);
    int[] labels = Networks.labels(1, 40, 10);
    double floor = Math.log(1 + 9 / Math.E);
    try (var executor = CompiledExecutor.of(actual)) {
      for (int i = 0; i < 50; i++) {
        assertThat(executor.train(features, labels, 0).loss()).isGreaterThan(floor);
        expected.fit(new DataSet(features, Reference.oneHot(labels, 10, DataType.FLOAT)));
      }
    }
    assertThat(Difference.absolute(actual.params(), expected.params())).isLessThan(1e-5);
  }

  @Test
  void featuresInAnyOrderGiveTheSame() {
    MultiLayerNetwork network = Reference.network(leNet());
    try (var executor = CompiledExecutor.of(network)) {
      INDArray features = images(1, 12);
      INDArray expected = executor.output(features);
      assertThat(executor.output(features.dup('f'))).isEqualTo(expected);
      assertThat(executor.output(features.castTo(DataType.DOUBLE))).isEqualTo(expected);
      INDArray channelsLast = features.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
      assertThat(executor.output(channelsLast)).isEqualTo(expected);
      INDArray larger = Nd4j.concat(0, images(2, 5), features, images(3, 4));
      INDArray part = larger.get(NDArrayIndex.interval(5, 17));
      assertThat(executor.output(part)).isEqualTo(expected);
    }
  }

  @Test
  void rowsOfPixelsAreReadAsMaps() {
    MultiLayerConfiguration configuration =
        Networks.settings(new Sgd(0.1))
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build())
            .layer(Networks.output(3, false))
            .setInputType(InputType.convolutionalFlat(6, 5, 2))
            .build();
    MultiLayerNetwork network = Reference.network(configuration);
    try (var executor = CompiledExecutor.of(network)) {
      INDArray rows = Networks.images(1, 6, 60);
      INDArray maps = rows.reshape('c', 6, 2, 6, 5);
      assertThat(executor.output(maps)).isEqualTo(executor.output(rows));
      assertThat(Difference.absolute(executor.output(rows), network.output(rows.dup())))
          .isLessThan(1e-6);
    }
  }

  @Test
  void aRunThatIsSavedAndLoadedGoesOnToTheBit(@TempDir Path folder) throws IOException {
    MultiLayerNetwork whole = Reference.network(leNet());
    try (var executor = CompiledExecutor.of(whole)) {
      train(executor, 0, 20);
    }
    MultiLayerNetwork first = Reference.network(leNet());
    File file = folder.resolve("network.zip").toFile();
    try (var executor = CompiledExecutor.of(first)) {
      train(executor, 0, 10);
      first.save(file, true);
    }
    MultiLayerNetwork second = MultiLayerNetwork.load(file, true);
    assertThat(second.getIterationCount()).isEqualTo(10);
    try (var executor = CompiledExecutor.of(second)) {
      train(executor, 10, 20);
    }
    assertThat(second.params()).isEqualTo(whole.params());
    assertThat(second.getUpdater().getStateViewArray())
        .isEqualTo(whole.getUpdater().getStateViewArray());
  }

  @Test
  void deeplearning4jTakesOverAtAnyTime() {
    MultiLayerNetwork alternating = Reference.networkWithHelpers(leNet());
    MultiLayerNetwork expected = Reference.networkWithHelpers(leNet());
    alternating.setParams(expected.params());
    try (var executor = CompiledExecutor.of(alternating)) {
      for (int i = 0; i < 12; i++) {
        var data = new DataSet(images(i, 8), Reference.oneHot(labels(i, 8), 10, DataType.FLOAT));
        expected.fit(data);
        if (i % 2 == 0) {
          executor.train(images(i, 8), labels(i, 8), 0);
        } else {
          alternating.fit(data);
        }
      }
    }
    assertThat(Difference.absolute(alternating.params(), expected.params())).isLessThan(1e-4);
    assertThat(alternating.getIterationCount()).isEqualTo(12);
  }

  @Test
  void theLossOfANetworkThatHasDivergedIsNotANumber() {
    MultiLayerNetwork network =
        Reference.network(Networks.leNet(Networks.settings(new Sgd(1e20)), Activation.RELU, true));
    try (var executor = CompiledExecutor.of(network)) {
      train(executor, 0, 2);
      assertThat(executor.train(images(9, 8), labels(9, 8), 0).loss()).isNaN();
    }
  }

  /** ReLU turns what is no number into zero, and a loss of zeros looks sound. */
  @Test
  void oneParameterThatIsNotANumberIsNoticed() {
    MultiLayerNetwork network =
        Reference.network(Networks.leNet(Networks.settings(new Sgd(0.1)), Activation.RELU, true));
    network.params().putScalar(50, Float.NaN);
    try (var executor = CompiledExecutor.of(network)) {
      assertThat(executor.train(images(9, 8), labels(9, 8), 0).loss()).isNaN();
      assertThat(network.score()).isNaN();
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    MultiLayerNetwork network = Reference.network(leNet());
    INDArray before = network.params().dup();
    try (var executor = CompiledExecutor.of(network)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> executor.train(images(1, 4), labels(1, 3), 0))
          .withMessageContaining("4 examples have 3 labels");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> executor.train(images(1, 2), new int[] {0, 10}, 0))
          .withMessageContaining("10 in [0, 10]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> executor.output(Networks.images(1, 4, 1, 32, 32)))
          .withMessageContaining("Expected maps [N, 3, H, W] but got [4, 1, 32, 32]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> executor.output(Networks.images(1, 4, 3, 28, 28)))
          .withMessageContaining("Expected rows [N, 400] but got [4, 256]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> executor.output(Networks.images(1, 4, 3, 5, 5)))
          .withMessageContaining("smaller than a window");
    }
    assertThat(network.params()).isEqualTo(before);
    assertThat(network.getIterationCount()).isZero();
  }

  @Test
  void aClosedExecutorAndAClosedNetworkSaySo() {
    MultiLayerNetwork network = Reference.network(leNet());
    CompiledExecutor closed = CompiledExecutor.of(network);
    closed.close();
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> closed.output(images(1, 2)))
        .withMessageContaining("executor is closed");
    try (var executor = CompiledExecutor.of(network)) {
      executor.output(images(1, 2));
      network.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> executor.output(images(1, 2)))
          .withMessageContaining("network was closed");
    }
  }
}
