package cnnlabs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.data.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tables and legends call a network. */
class ArchitectureTest {

  private static final ImageShape MNIST = new ImageShape(1, 28, 28);

  private static Architecture lambda(int units, Activation activation) {
    return input -> List.of(Layers.maxPool("pool1"), Layers.dense("dense1", units, activation));
  }

  private static String label(Architecture network) {
    return NetworkNames.named(network, MNIST, 10).label();
  }

  @Test
  void aNetworkOfOnesOwnCanHaveAName() {
    Architecture wide = Architecture.named("wide", lambda(64, Activation.RELU));
    assertThat(label(wide)).isEqualTo("wide");
    assertThat(wide.hiddenLayers(MNIST)).isEqualTo(lambda(64, Activation.RELU).hiddenLayers(MNIST));
    assertThatIllegalArgumentException().isThrownBy(() -> Architecture.named(" ", wide));
  }

  @Test
  void thoseWithoutANameAreToldApartBySizeAndActivation() {
    assertThat(label(lambda(8, Activation.RELU))).isEqualTo("own network, 1,666 parameters, ReLU");
    assertThat(label(lambda(8, Activation.LEAKY_RELU)))
        .isEqualTo("own network, 1,666 parameters, leaky ReLU");
    assertThat(label(lambda(16, Activation.RELU))).isEqualTo("own network, 3,322 parameters, ReLU");
    assertThat(label(LeNet5.of(Activation.TANH))).isEqualTo("LeNet-5, tanh");
  }
}
