package cnnlabs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.data.ImageShape;
import cnnlabs.engine.Engine;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Parameters and shapes of the homework's networks, against the hand calculation. */
class HomeworkNetworksTest {

  private static final ImageShape CIFAR = new ImageShape(3, 32, 32);
  private static final ImageShape MNIST = new ImageShape(1, 28, 28);

  private static List<Long> parameters(ModelSummary summary) {
    return summary.rows().stream()
        .map(ModelSummary.Row::parameters)
        .filter(count -> count > 0)
        .toList();
  }

  @Test
  void fiveConvolutionsTakeOnePixelOffAtEachPooling() {
    assertThat(
            ModelSummary.of(FiveConvolutions.of(Activation.RELU), CIFAR, 10).rows().stream()
                .limit(10)
                .map(ModelSummary.Row::outputShape))
        .containsExactly(
            List.of(6L, 32L, 32L),
            List.of(6L, 31L, 31L),
            List.of(12L, 31L, 31L),
            List.of(12L, 30L, 30L),
            List.of(24L, 30L, 30L),
            List.of(24L, 29L, 29L),
            List.of(48L, 29L, 29L),
            List.of(48L, 28L, 28L),
            List.of(96L, 28L, 28L),
            List.of(96L, 27L, 27L));
  }

  @Test
  void fiveConvolutionsHaveTheirParametersInTheFirstDenseLayer() {
    ModelSummary summary = ModelSummary.of(FiveConvolutions.of(Activation.RELU), CIFAR, 10);
    assertThat(parameters(summary))
        .containsExactly(
            168L, 660L, 2_616L, 10_416L, 41_568L, 96 * 27 * 27 * 120L + 120, 10_164L, 850L);
    assertThat(summary.parameters()).isEqualTo(8_464_642);
  }

  @Test
  void fiveConvolutionsHaveTheirArithmeticInTheConvolutions() {
    assertThat(
            ModelSummary.of(FiveConvolutions.of(Activation.RELU), CIFAR, 10).rows().stream()
                .map(ModelSummary.Row::multiplyAdds)
                .filter(count -> count > 0))
        .containsExactly(
            32 * 32 * 6 * 27L,
            31 * 31 * 12 * 54L,
            30 * 30 * 24 * 108L,
            29 * 29 * 48 * 216L,
            28 * 28 * 96 * 432L,
            69_984 * 120L,
            120 * 84L,
            840L);
  }

  @Test
  void theWideNetworkHasTheReportsInputsOfTheFirstDenseLayer() {
    ModelSummary summary = ModelSummary.of(FiveConvolutions.wide(Activation.RELU), CIFAR, 10);
    assertThat(summary.rows().get(9).outputShape()).isEqualTo(List.of(128L, 27L, 27L));
    assertThat(summary.rows().get(9).activations()).isEqualTo(93_312);
    assertThat(summary.rows().get(10).parameters()).isEqualTo(11_197_560);
  }

  @Test
  void fiveConvolutionsNeedFilters() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FiveConvolutions.of(Activation.RELU).withFilters())
        .withMessageContaining("such as 6, 12, 24, 48, 96");
  }

  @Test
  void theMnistNetworkMatchesTheReport() {
    ModelSummary summary = ModelSummary.of(MnistCnn.defaults(), MNIST, 10);
    assertThat(parameters(summary)).containsExactly(260L, 5_020L, 16_050L, 510L);
    assertThat(summary.parameters()).isEqualTo(21_840);
    assertThat(summary.rows())
        .extracting(ModelSummary.Row::outputShape)
        .containsExactly(
            List.of(10L, 24L, 24L),
            List.of(10L, 12L, 12L),
            List.of(10L, 12L, 12L),
            List.of(20L, 8L, 8L),
            List.of(20L, 8L, 8L),
            List.of(20L, 4L, 4L),
            List.of(20L, 4L, 4L),
            List.of(50L),
            List.of(10L));
    assertThat(summary.rows().get(4).description()).isEqualTo("dropout");
    assertThat(summary.rows().get(2).description()).isEqualTo("activation, relu");
    assertThat(summary.rows().get(2).multiplyAdds()).isZero();
  }

  @Test
  void aDropoutRateIsAFraction() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MnistCnn(1))
        .withMessage("dropoutRate must be in [0, 1), but is 1.0");
  }

  @Test
  void theRegularizedCifarNetworkMatchesTheReport() {
    LeNet5 network = LeNet5.of(Activation.RELU).withFilters(12, 24);
    ModelSummary summary = ModelSummary.of(network, CIFAR, 10);
    assertThat(parameters(summary)).containsExactly(912L, 7_224L, 72_120L, 10_164L, 850L);
    assertThat(summary.parameters()).isEqualTo(91_270);
    assertThat(summary.rows().get(3).outputShape()).isEqualTo(List.of(24L, 5L, 5L));
    assertThat(network.label()).isEqualTo("LeNet-5, ReLU, 12 and 24 filters");
  }

  @Test
  void aDoubledSoftmaxHasTheSameParametersAndAnotherOutput() {
    MultiLayerNetwork right = mnist(Loss.CROSS_ENTROPY);
    MultiLayerNetwork doubled = mnist(Loss.DOUBLED_SOFTMAX);
    assertThat(doubled.numParams()).isEqualTo(right.numParams());
    doubled.setParams(right.params());
    var features = Nd4j.rand(DataType.FLOAT, 4, 1, 28, 28);
    try (var once = Engine.executor(right, 4, 1, 28, 28);
        var twice = Engine.executor(doubled, 4, 1, 28, 28)) {
      assertThat(twice.path()).isEqualTo("compiled");
      var expected = Nd4j.nn().softmax(once.output(features), 1);
      assertThat(twice.output(features).data().asFloat())
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(expected.data().asFloat());
    }
  }

  @Test
  void aDoubledSoftmaxPutsOutAValueAClass() {
    var rows =
        ModelSummary.of(mnist(Loss.DOUBLED_SOFTMAX).getLayerWiseConfigurations(), MNIST).rows();
    assertThat(rows.get(9).name()).isEqualTo("softmax");
    assertThat(rows.get(9).outputShape()).isEqualTo(List.of(10L));
    assertThat(rows.get(9).parameters()).isZero();
    assertThat(rows.get(9).multiplyAdds()).isZero();
  }

  @Test
  void aDoubledSoftmaxStartsItsBiasesAsEveryOther() {
    assertThat(mnist(Loss.DOUBLED_SOFTMAX).params()).isEqualTo(mnist(Loss.CROSS_ENTROPY).params());
  }

  @Test
  void activationMemoryIsFourBytesAValue() {
    ModelSummary summary = ModelSummary.of(LeNet5.of(Activation.TANH), CIFAR, 10);
    assertThat(summary.rows().get(0).activationBytes()).isEqualTo(4 * 6 * 28 * 28);
    assertThat(summary.activationBytes())
        .isEqualTo(4 * (6 * 28 * 28 + 6 * 14 * 14 + 16 * 100 + 16 * 25 + 120 + 84 + 10));
  }

  private static MultiLayerNetwork mnist(Loss loss) {
    return Networks.initialize(
        Networks.configuration(MnistCnn.defaults(), MNIST, 10, loss, new Sgd(0.01), 0, 1));
  }
}
