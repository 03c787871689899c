package cnnlabs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class EngineTest {

  private static MultiLayerNetwork network(Activation activation) {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(activation).build())
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

  private static String path(Activation activation) {
    try (NetworkExecutor executor = Engine.executor(network(activation), 5, 2, 8, 8)) {
      return executor.path();
    }
  }

  @AfterEach
  void chooseAgain() {
    System.clearProperty("cnnlabs.engine");
  }

  @Test
  void compilesWhatItKnows() {
    assertThat(path(Activation.TANH)).isEqualTo("compiled");
  }

  @Test
  void takesDeeplearning4jsLayersForWhatItDoesNotKnow() {
    assertThat(path(Activation.RELU6)).isEqualTo("layers");
  }

  @Test
  void aPropertyChoosesTheLayers() {
    System.setProperty("cnnlabs.engine", "layers");
    assertThat(path(Activation.TANH)).isEqualTo("layers");
  }

  @Test
  void namesTheDevice() {
    assertThat(Engine.backEnd().kind()).isEqualTo(BackEnd.CPU);
    assertThat(Engine.backEnd().device()).startsWith(BackEnd.processorName());
  }

  /** In the run of the tests that stands for most processors. */
  @Test
  @EnabledIfEnvironmentVariable(named = "DNNL_MAX_CPU_ISA", matches = "AVX2")
  void namesTheInstructionSetThatIsUsedNotTheOneThatThereIs() {
    assertThat(Engine.backEnd().device()).endsWith(", AVX2");
  }
}
