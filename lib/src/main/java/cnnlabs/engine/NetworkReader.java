package cnnlabs.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.stepfunctions.NegativeGradientStepFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/**
 * Reads a network's configuration into a plan. Every setting that could change a result is either
 * in the plan or refused: only classes that are known by name, never their subclasses.
 */
final class NetworkReader {

  /** The class that must execute a layer of a configuration; a wrapper around it is not known. */
  private static final Map<Class<?>, Class<?>> EXECUTED_BY =
      Map.of(
          ActivationLayer.class, org.deeplearning4j.nn.layers.ActivationLayer.class,
          BatchNormalization.class,
              org.deeplearning4j.nn.layers.normalization.BatchNormalization.class,
          ConvolutionLayer.class, org.deeplearning4j.nn.layers.convolution.ConvolutionLayer.class,
          DenseLayer.class, org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer.class,
          DropoutLayer.class, org.deeplearning4j.nn.layers.DropoutLayer.class,
          LossLayer.class, org.deeplearning4j.nn.layers.LossLayer.class,
          OutputLayer.class, org.deeplearning4j.nn.layers.OutputLayer.class,
          SubsamplingLayer.class,
              org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer.class);

  private final MultiLayerNetwork network;
  private final List<List<Node>> layers = new ArrayList<>();
  private final List<Node> outputNodes = new ArrayList<>();
  private @Nullable Loss loss;
  private NetworkPlan.@Nullable Maps inputMaps;
  private long offset;

  private NetworkReader(MultiLayerNetwork network) {
    this.network = network;
  }

  /**
   * Reads a network.
   *
   * @throws UnsupportedNetworkException if it has something that cannot be compiled exactly
   */
  static NetworkPlan read(MultiLayerNetwork network) {
    return new NetworkReader(network).read();
  }

  private NetworkPlan read() {
    checkNetwork();
    for (int i = 0; i < network.getnLayers(); i++) {
      readLayer(i);
    }
    if (loss == null) {
      throw new UnsupportedNetworkException("the last layer has no loss");
    }
    return new NetworkPlan(layers, loss, outputNodes, !network.conf().isMiniBatch(), inputMaps);
  }

  private void checkNetwork() {
    refuse(!Nd4j.getEnvironment().isCPU(), "the back end is not the processor");
    refuse(network.params().dataType() != DataType.FLOAT, "data type other than FLOAT");
    refuse(!network.getListeners().isEmpty(), "a training listener");
    refuse(
        network.getLayerWiseConfigurations().getBackpropType() != BackpropType.Standard,
        "truncated backpropagation through time");
    for (NeuralNetConfiguration configuration : network.getLayerWiseConfigurations().getConfs()) {
      refuse(
          configuration.getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
          "optimization algorithm " + configuration.getOptimizationAlgo());
      refuse(
          configuration.getStepFunction() != null
              && !(configuration.getStepFunction() instanceof NegativeGradientStepFunction),
          "step function " + configuration.getStepFunction());
      refuse(!configuration.isMinimize(), "minimize(false)");
      refuse(
          configuration.isMiniBatch() != network.conf().isMiniBatch(),
          "miniBatch different from layer to layer");
    }
  }

  private static void refuse(boolean unknown, String what) {
    if (unknown) {
      throw new UnsupportedNetworkException(what);
    }
  }

  private void readLayer(int index) {
    org.deeplearning4j.nn.api.Layer executed = network.getLayer(index);
    Layer layer = executed.conf().getLayer();
    try {
      refuse(loss != null, "a layer behind the loss");
      refuse(
          !executed.getClass().equals(EXECUTED_BY.get(layer.getClass())),
          "layer class " + executed.getClass().getSimpleName());
      refuse(executed.getMaskArray() != null, "a mask");
      LayerSettings.check(layer);
      List<Node> nodes = new ArrayList<>();
      readPreProcessor(index, nodes);
      readLayer(layer, nodes);
      layers.add(nodes);
    } catch (UnsupportedNetworkException e) {
      String name = layer.getLayerName();
      throw new UnsupportedNetworkException(
          "layer "
              + (index + 1)
              + (name == null ? "" : " '" + name + "'")
              + " ("
              + layer.getClass().getSimpleName()
              + "): "
              + e.getMessage());
    }
    offset += executed.numParams();
  }

  private void readPreProcessor(int index, List<Node> nodes) {
    InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(index);
    if (reshape instanceof CnnToFeedForwardPreProcessor flatten
        && reshape.getClass() == CnnToFeedForwardPreProcessor.class) {
      refuse(flatten.getFormat() != CNN2DFormat.NCHW, "format " + flatten.getFormat());
      nodes.add(new Flatten());
    } else if (index == 0
        && reshape instanceof FeedForwardToCnnPreProcessor maps
        && reshape.getClass() == FeedForwardToCnnPreProcessor.class) {
      inputMaps =
          new NetworkPlan.Maps(maps.getNumChannels(), maps.getInputHeight(), maps.getInputWidth());
    } else if (reshape != null) {
      throw new UnsupportedNetworkException("preprocessor " + reshape.getClass().getSimpleName());
    }
  }

  private void readLayer(Layer layer, List<Node> nodes) {
    if (layer instanceof ConvolutionLayer convolution) {
      addDropout(layer, nodes);
      nodes.add(convolution(convolution));
      addActivation(convolution.getActivationFn(), nodes);
    } else if (layer instanceof SubsamplingLayer pooling) {
      nodes.add(pooling(pooling));
    } else if (layer instanceof DenseLayer dense) {
      refuse(dense.hasLayerNorm(), "layer normalization");
      addDropout(layer, nodes);
      nodes.add(new Dense(offset, dense.getNIn(), dense.getNOut(), dense.hasBias(), null));
      addActivation(dense.getActivationFn(), nodes);
    } else if (layer instanceof BatchNormalization normalization) {
      nodes.add(normalization(normalization));
    } else if (layer instanceof ActivationLayer activation) {
      addActivation(activation.getActivationFn(), nodes);
    } else if (layer instanceof DropoutLayer) {
      addDropout(layer, nodes);
    } else if (layer instanceof OutputLayer output) {
      addDropout(layer, nodes);
      nodes.add(new Dense(offset, output.getNIn(), output.getNOut(), output.hasBias(), null));
      readLoss(output.getLossFn(), output.getActivationFn(), output.getNOut(), nodes);
    } else if (layer instanceof LossLayer output) {
      refuse(!network.conf().isMiniBatch(), "miniBatch(false)");
      readLoss(output.getLossFn(), output.getActivationFn(), output.getNOut(), nodes);
    }
  }

  private void addDropout(Layer layer, List<Node> nodes) {
    if (layer.getIDropout() != null) {
      nodes.add(new Dropout(LayerSettings.keep(layer.getIDropout()), layers.size()));
    }
  }

  private static void addActivation(IActivation activation, List<Node> nodes) {
    if (activation.getClass() == ActivationSoftmax.class) {
      nodes.add(new Softmax());
    } else if (activation.getClass() != ActivationIdentity.class) {
      nodes.add(
          new Activate(
              ActivationFunction.of(activation)
                  .orElseThrow(() -> new UnsupportedNetworkException("activation " + activation))));
    }
  }

  private Convolution convolution(ConvolutionLayer layer) {
    refuse(layer.getCnn2dDataFormat() != CNN2DFormat.NCHW, "format " + layer.getCnn2dDataFormat());
    Window window =
        window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            layer.getConvolutionMode());
    return new Convolution(offset, layer.getNOut(), layer.getNIn(), window, layer.hasBias(), null);
  }

  private static Pooling pooling(SubsamplingLayer layer) {
    refuse(layer.getCnn2dDataFormat() != CNN2DFormat.NCHW, "format " + layer.getCnn2dDataFormat());
    refuse(
        !Arrays.equals(layer.getDilation(), new int[] {1, 1}),
        "dilation " + Arrays.toString(layer.getDilation()));
    Window window =
        window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            layer.getConvolutionMode());
    return switch (layer.getPoolingType()) {
      case MAX -> new Pooling(Pooling.Kind.MAXIMUM, window);
      case AVG ->
          new Pooling(
              layer.isAvgPoolIncludePadInDivisor()
                  ? Pooling.Kind.AVERAGE_WITH_PADDING
                  : Pooling.Kind.AVERAGE,
              window);
      default -> throw new UnsupportedNetworkException("pooling type " + layer.getPoolingType());
    };
  }

  private static Window window(
      int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode) {
    refuse(mode == ConvolutionMode.Causal, "convolution mode " + mode);
    return new Window(
        Window.Extent.of(kernel),
        Window.Extent.of(stride),
        Window.Extent.of(dilation),
        Window.Extent.of(padding),
        mode == ConvolutionMode.Same);
  }

  private BatchNormalize normalization(BatchNormalization layer) {
    refuse(layer.getCnn2DFormat() != CNN2DFormat.NCHW, "format " + layer.getCnn2DFormat());
    refuse(layer.isLockGammaBeta(), "locked gamma and beta");
    return new BatchNormalize(
        offset, layer.getNOut(), layer.getDecay(), (float) layer.getEps(), layer.isUseLogStd());
  }

  private void readLoss(
      ILossFunction function, IActivation activation, long outputs, List<Node> nodes) {
    Class<?> type = function.getClass();
    int classes = Math.toIntExact(outputs);
    if (type == LossMCXENT.class || type == LossNegativeLogLikelihood.class) {
      var crossEntropy = (LossMCXENT) function;
      refuse(crossEntropy.getWeights() != null, "loss weights");
      refuse(
          activation.getClass() != ActivationSoftmax.class,
          "cross-entropy on activation " + activation);
      loss = new Loss.CrossEntropy(classes, crossEntropy.getSoftmaxClipEps());
      outputNodes.add(new Softmax());
    } else if (type == LossMSE.class) {
      refuse(((LossMSE) function).getWeights() != null, "loss weights");
      addActivation(activation, nodes);
      loss = new Loss.MeanSquaredError(classes);
    } else {
      throw new UnsupportedNetworkException("loss " + function);
    }
  }
}
