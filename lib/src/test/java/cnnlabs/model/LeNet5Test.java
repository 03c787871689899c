package cnnlabs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.data.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class LeNet5Test {

  private static final ImageShape CIFAR = new ImageShape(3, 32, 32);

  private static ModelSummary summary(LeNet5 network, ImageShape input) {
    var configuration =
        Networks.configuration(network, input, 10, Loss.CROSS_ENTROPY, new Sgd(0.01), 0, 1);
    return ModelSummary.of(configuration, input);
  }

  @Test
  void outputShapesMatchTheAssignment() {
    assertThat(summary(LeNet5.of(Activation.TANH), CIFAR).rows())
        .extracting(ModelSummary.Row::outputShape)
        .containsExactly(
            List.of(6L, 28L, 28L),
            List.of(6L, 14L, 14L),
            List.of(16L, 10L, 10L),
            List.of(16L, 5L, 5L),
            List.of(120L),
            List.of(84L),
            List.of(10L));
  }

  @Test
  void parameterCountsMatchTheHandCalculation() {
    ModelSummary summary = summary(LeNet5.of(Activation.TANH), CIFAR);
    assertThat(summary.rows())
        .extracting(ModelSummary.Row::parameters)
        .containsExactly(456L, 0L, 2_416L, 0L, 48_120L, 10_164L, 850L);
    assertThat(summary.parameters()).isEqualTo(62_006);
  }

  @Test
  void parameterCountsOfSmallKernelsMatchTheReport() {
    ModelSummary summary = summary(LeNet5.of(Activation.RELU).withKernelSize(3), CIFAR);
    assertThat(summary.rows())
        .extracting(ModelSummary.Row::parameters)
        .containsExactly(168L, 0L, 880L, 0L, 69_240L, 10_164L, 850L);
    assertThat(summary.parameters()).isEqualTo(81_302);
  }

  @Test
  void multiplyAddsMatchTheHandCalculation() {
    assertThat(summary(LeNet5.of(Activation.TANH), CIFAR).rows())
        .extracting(ModelSummary.Row::multiplyAdds)
        .containsExactly(
            28L * 28 * 6 * 3 * 25, 0L, 10L * 10 * 16 * 6 * 25, 0L, 400L * 120, 120L * 84, 840L);
  }

  @Test
  void takesMnistToo() {
    assertThat(summary(LeNet5.of(Activation.TANH), new ImageShape(1, 28, 28)).parameters())
        .isEqualTo(156 + 2_416 + (256 * 120 + 120) + 10_164 + 850);
  }

  @Test
  void refusesImagesThatAreTooSmall() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> summary(LeNet5.of(Activation.TANH), new ImageShape(3, 8, 8)))
        .withMessageContaining("LeNet-5, tanh")
        .withMessageContaining("8x8");
  }

  @Test
  void refusesAKernelOfSizeZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeNet5.of(Activation.TANH).withKernelSize(0))
        .withMessage("kernelSize must be at least 1, but is 0");
  }
}
