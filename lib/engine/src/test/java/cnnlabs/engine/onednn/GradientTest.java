package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Gradients of LeNet against finite differences, and what the comparison would notice. */
class GradientTest {

  private static final int BATCH = 3;
  private static final int[] LABELS = Networks.labels(2, BATCH, 10);

  static Stream<Arguments> networks() {
    return Stream.of(Activation.TANH, Activation.SIGMOID, Activation.SWISH, Activation.RELU)
        .flatMap(
            activation ->
                Stream.of(true, false).map(crossEntropy -> Arguments.of(activation, crossEntropy)));
  }

  private static MultiLayerConfiguration leNet(Activation activation, boolean crossEntropy) {
    return Networks.leNet(Networks.settings(new Sgd(0.1)), activation, crossEntropy);
  }

  /** Along a random direction in each array of parameters, in double precision. */
  @ParameterizedTest
  @MethodSource("networks")
  void gradientIsTheSlopeOfTheLoss(Activation activation, boolean crossEntropy) {
    MultiLayerNetwork network = Reference.network(leNet(activation, crossEntropy));
    INDArray features = features(network);
    double[] gradient = gradient(network, features);
    MultiLayerNetwork exact = Reference.inDouble(network);
    double norm = Difference.norm(gradient, 0, gradient.length);
    for (int[] place : Difference.places(network).values()) {
      double[] direction = direction(gradient, place);
      double expected = slope(exact, features, direction);
      double actual = 0;
      for (int i = place[0]; i < place[1]; i++) {
        actual += direction[i] * gradient[i];
      }
      double scale =
          Math.max(
              Math.abs(expected), 1e-2 * norm * Difference.norm(direction, place[0], place[1]));
      assertThat(Math.abs(actual - expected) / scale).isLessThan(1e-5);
    }
  }

  /** Half along the gradient, half at random, so that the slope is far from zero. */
  private static double[] direction(double[] gradient, int[] place) {
    var random = new Random(3);
    double[] direction = new double[gradient.length];
    double norm = Difference.norm(gradient, place[0], place[1]);
    double length = Math.sqrt(place[1] - place[0]);
    for (int i = place[0]; i < place[1]; i++) {
      direction[i] = gradient[i] / norm + random.nextGaussian() / length;
    }
    return direction;
  }

  private static double slope(MultiLayerNetwork network, INDArray features, double[] direction) {
    // So short that no maximum under a pooling window changes hands.
    double step = 3e-7;
    double[] start = network.params().dup().data().asDouble();
    double ahead = loss(network, features, start, direction, step);
    double behind = loss(network, features, start, direction, -step);
    return (ahead - behind) / (2 * step);
  }

  private static double loss(
      MultiLayerNetwork network,
      INDArray features,
      double[] start,
      double[] direction,
      double step) {
    double[] moved = start.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    network.setParams(Nd4j.createFromArray(moved));
    return network.score(
        new DataSet(
            features.castTo(DataType.DOUBLE), Reference.oneHot(LABELS, 10, DataType.DOUBLE)),
        true);
  }

  @Test
  void anErrorOfOnePercentInAnyGradientIsNoticed() {
    MultiLayerNetwork network = Reference.network(leNet(Activation.TANH, true));
    INDArray features = features(network);
    double[] gradient = gradient(network, features);
    double[] exact = Reference.gradient(Reference.inDouble(network), features, LABELS);
    assertThat(Difference.relative(network, gradient, exact)).isLessThan(1e-5);
    for (Map.Entry<String, int[]> place : Difference.places(network).entrySet()) {
      double[] wrong = gradient.clone();
      for (int i = place.getValue()[0]; i < place.getValue()[1]; i++) {
        wrong[i] *= 1.01;
      }
      assertThat(Difference.relative(network, wrong, exact))
          .as("1 %% more gradient in %s", place.getKey())
          .isGreaterThan(1e-5);
    }
  }

  @Test
  void askingForTheGradientChangesNothing() {
    MultiLayerNetwork network = Reference.network(leNet(Activation.RELU, true));
    INDArray before = network.params().dup();
    gradient(network, features(network));
    assertThat(network.params()).isEqualTo(before);
    assertThat(network.getIterationCount()).isZero();
  }

  private static INDArray features(MultiLayerNetwork network) {
    return ClearOfKinks.images(network, ClearOfKinks.WIDE_MARGIN, 1, BATCH, 3, 32, 32);
  }

  private static double[] gradient(MultiLayerNetwork network, INDArray features) {
    try (var executor = CompiledExecutor.of(network)) {
      return executor.gradient(features, LABELS).dup().data().asDouble();
    }
  }
}
