package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cnnlabs.engine.UnsupportedNetworkException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** What is not known exactly is refused, with the layer and the reason. */
class RefusalTest {

  static Stream<Arguments> layers() {
    return Stream.of(
        refused("activation relu6", dense().activation(Activation.RELU6).build()),
        refused("activation relu", dense().activation(new ActivationReLU(1.0, null, null)).build()),
        refused("activation relu", dense().activation(new ActivationReLU(null, 0.5, null)).build()),
        refused("activation elu", new ActivationLayer(Activation.ELU)),
        refused("softmax of maps", new ActivationLayer(Activation.SOFTMAX)),
        refused("layer normalization", dense().hasLayerNorm(true).build()),
        refused("optimizer AdaGrad", dense().updater(new AdaGrad(0.1)).build()),
        refused("regularization L1Regularization", dense().l1(0.1).build()),
        refused("regularization WeightDecay", convolution().weightDecay(0.1).build()),
        refused(
            "constraints on parameters",
            convolution().constrainWeights(new MaxNormConstraint(1, 1, 2, 3)).build()),
        refused("weight noise", dense().weightNoise(new DropConnect(0.5)).build()),
        refused("dropout GaussianDropout", dense().dropOut(new GaussianDropout(0.5)).build()),
        refused(
            "gradient normalization ClipL2PerLayer",
            dense().gradientNormalization(GradientNormalization.ClipL2PerLayer).build()),
        refused(
            "pooling type PNORM",
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.PNORM).pnorm(2).build()),
        refused("dilation [2, 2]", new SubsamplingLayer.Builder(2, 2).dilation(2, 2).build()),
        refused(
            "locked gamma and beta", new BatchNormalization.Builder().lockGammaBeta(true).build()),
        refused("layer class GlobalPoolingLayer", new GlobalPoolingLayer()),
        refused("layer class LocalResponseNormalization", new LocalResponseNormalization()),
        refused("layer class FrozenLayer", new FrozenLayer(convolution().build())));
  }

  private static Arguments refused(String reason, Layer layer) {
    return Arguments.of(reason, layer);
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nOut(5);
  }

  private static ConvolutionLayer.Builder convolution() {
    return new ConvolutionLayer.Builder(3, 3).nOut(5);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void aLayerThatIsNotKnownIsNamed(String reason, Layer layer) {
    MultiLayerConfiguration configuration =
        Networks.settings(new Sgd(0.1))
            .list(
                convolution().activation(Activation.TANH).build(), layer, Networks.output(3, true))
            .setInputType(InputType.convolutional(9, 9, 2))
            .build();
    assertRefused(network(configuration), "layer 2 (layer1, ", reason);
  }

  static Stream<Arguments> outputs() {
    return Stream.of(
        Arguments.of(
            "loss weights",
            new OutputLayer.Builder(new LossMCXENT(Nd4j.ones(1, 3)))
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build()),
        Arguments.of(
            "loss LossL1",
            new OutputLayer.Builder(LossFunction.L1)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build()),
        Arguments.of(
            "cross-entropy on activation sigmoid",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SIGMOID)
                .build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outputs")
  void aLossThatIsNotKnownIsNamed(String reason, OutputLayer output) {
    MultiLayerConfiguration configuration =
        Networks.settings(new Sgd(0.1))
            .list()
            .layer(dense().build())
            .layer(output)
            .setInputType(InputType.feedForward(4))
            .validateOutputLayerConfig(false)
            .build();
    assertRefused(network(configuration), "layer 2", reason);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        setting("data type", builder -> builder.dataType(DataType.DOUBLE)),
        setting(
            "optimization algorithm LBFGS",
            builder -> builder.optimizationAlgo(OptimizationAlgorithm.LBFGS)),
        setting("minimize(false)", builder -> builder.minimize(false)));
  }

  private static Arguments setting(
      String reason, Consumer<NeuralNetConfiguration.Builder> setting) {
    return Arguments.of(reason, setting);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void aSettingThatIsNotKnownIsNamed(
      String reason, Consumer<NeuralNetConfiguration.Builder> setting) {
    NeuralNetConfiguration.Builder builder = Networks.settings(new Sgd(0.1));
    setting.accept(builder);
    assertRefused(network(small(builder)), "", reason);
  }

  @Test
  void channelsLastIsRefused() {
    MultiLayerConfiguration configuration =
        Networks.settings(new Sgd(0.1))
            .list()
            .layer(convolution().dataFormat(CNN2DFormat.NHWC).build())
            .layer(Networks.output(3, true))
            .setInputType(InputType.convolutional(9, 9, 2, CNN2DFormat.NHWC))
            .build();
    assertRefused(network(configuration), "layer 1", "format NHWC");
  }

  @Test
  void aListenerIsRefused() {
    MultiLayerNetwork network = network(small(Networks.settings(new Sgd(0.1))));
    network.setListeners(List.of(new ScoreIterationListener(1)));
    assertRefused(network, "", "a training listener");
  }

  @Test
  void aMaskIsRefused() {
    MultiLayerNetwork network = network(small(Networks.settings(new Sgd(0.1))));
    INDArray mask = Nd4j.ones(2, 1);
    network.getLayer(0).setMaskArray(mask);
    assertRefused(network, "layer 1", "a mask");
  }

  @Test
  void aNetworkWithoutALossIsRefused() {
    MultiLayerConfiguration configuration =
        Networks.settings(new Sgd(0.1))
            .list()
            .layer(dense().build())
            .setInputType(InputType.feedForward(4))
            .build();
    assertRefused(network(configuration), "", "no loss");
  }

  private static MultiLayerConfiguration small(NeuralNetConfiguration.Builder builder) {
    return builder
        .list()
        .layer(dense().build())
        .layer(Networks.output(3, true))
        .setInputType(InputType.feedForward(4))
        .build();
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    return Reference.network(configuration);
  }

  private static void assertRefused(MultiLayerNetwork network, String place, String reason) {
    INDArray before = network.params().dup();
    assertThatThrownBy(() -> CompiledExecutor.of(network))
        .isInstanceOf(UnsupportedNetworkException.class)
        .hasMessageStartingWith(place)
        .hasMessageContaining(reason);
    assertThat(network.params()).isEqualTo(before);
  }
}
