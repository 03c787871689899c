package cnnlabs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** What a network takes is counted before it is made. */
class NetworkMemoryTest {

  private static final long MEGA = 1L << 20;

  private static MultiLayerConfiguration network(int units, IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .updater(updater)
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).name("conv").nOut(2).build())
        .layer(new DenseLayer.Builder().name("wide").nOut(units).build())
        .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.convolutional(8, 8, 1))
        .build();
  }

  @Test
  void parametersGradientsStateAndOutputsAreCounted() {
    int conv = 2 * 9 + 2;
    int wide = 72 * 5 + 5;
    int output = 5 * 10 + 10;
    int outputs = 4 * (72 + 5 + 10);
    assertThat(NetworkMemory.of(network(5, new Adam()), 4, 1, 8, 8).bytes())
        .isEqualTo(4.0 * (4 * (conv + wide + output) + wide + outputs));
    assertThat(NetworkMemory.of(network(5, new Sgd())).bytes())
        .isEqualTo(4.0 * (2 * (conv + wide + output) + wide));
  }

  @Test
  void whatFitsPassesAndWhatDoesNotIsRefusedInWords() {
    var memory = NetworkMemory.of(network(1_000_000, new Adam()), 10, 1, 8, 8);
    long needed = (long) memory.bytes() + AvailableMemory.MARGIN;
    assertThatCode(() -> memory.require(needed)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.require(needed - MEGA))
        .withMessageMatching(
            "The network takes 1\\.\\d GB of memory, and 1\\.\\d GB are available.*")
        .withMessageContaining("for its 83,000,030 parameters")
        .withMessageContaining("for a batch of 10")
        .withMessageContaining("Layer 'wide' takes most")
        .withMessageContaining("fewer filters or units");
  }

  @Test
  void whereOutputsTakeMostASmallerBatchIsAdvised() {
    var memory = NetworkMemory.of(network(5, new Sgd()), 1_000_000, 1, 8, 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.require(100 * MEGA))
        .withMessageContaining("Layer 'conv' takes most")
        .withMessageContaining("Choose a smaller batch");
  }

  @Test
  void moreThanAnArrayHoldsIsRefusedWhateverThereIs() {
    var memory = NetworkMemory.of(network(1_000_000_000, new Sgd()), 10, 1, 8, 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.require(Long.MAX_VALUE))
        .withMessageContaining("has 83,000,000,030 parameters")
        .withMessageContaining("at most 536,870,911")
        .withMessageContaining("Layer 'wide'");
  }
}
