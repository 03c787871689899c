package cnnlabs.engine;

import static cnnlabs.engine.LayerReader.refuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

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
  private final LayerReader layers;
  private final List<String> names = new ArrayList<>();
  private NetworkPlan.@Nullable Maps inputMaps;
  private long offset;

  private NetworkReader(MultiLayerNetwork network, LabelSmoothing smoothing) {
    this.network = network;
    layers = new LayerReader(smoothing);
  }

  /**
   * Reads a network.
   *
   * @param smoothing of the labels that its loss is measured against
   * @throws UnsupportedNetworkException if it has something that cannot be compiled exactly
   */
  static NetworkPlan read(MultiLayerNetwork network, LabelSmoothing smoothing) {
    return new NetworkReader(network, smoothing).read();
  }

  private NetworkPlan read() {
    checkNetwork();
    for (int i = 0; i < network.getnLayers(); i++) {
      readLayer(i);
    }
    LayerReader.Head head = layers.head();
    if (head == null) {
      throw new UnsupportedNetworkException("the last layer has no loss");
    }
    return new NetworkPlan(
        names,
        layers.layers(),
        head.loss(),
        head.outputNodes(),
        !network.conf().isMiniBatch(),
        inputMaps);
  }

  private void checkNetwork() {
    refuse(!Nd4j.getEnvironment().isCPU(), "the back end is not the processor");
    refuse(network.numParams() == 0, "no parameters");
    refuse(network.params().dataType() != DataType.FLOAT, "a data type other than FLOAT");
    refuse(!network.getListeners().isEmpty(), "a training listener");
    refuse(
        network.getLayerWiseConfigurations().getBackpropType() != BackpropType.Standard,
        "truncated backpropagation through time");
    for (NeuralNetConfiguration configuration : network.getLayerWiseConfigurations().getConfs()) {
      checkTraining(configuration);
    }
  }

  private void checkTraining(NeuralNetConfiguration configuration) {
    refuse(
        configuration.getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
        "optimization algorithm " + configuration.getOptimizationAlgo());
    refuse(
        configuration.getStepFunction() != null
            && !(configuration.getStepFunction() instanceof NegativeGradientStepFunction),
        "step function " + configuration.getStepFunction());
    refuse(!configuration.isMinimize(), "minimize(false)");
    boolean mean = configuration.isMiniBatch();
    refuse(mean != network.conf().isMiniBatch(), "miniBatch different from layer to layer");
    refuse(!mean && configuration.getLayer() instanceof LossLayer, "miniBatch(false), LossLayer");
  }

  private void readLayer(int index) {
    org.deeplearning4j.nn.api.Layer executed = network.getLayer(index);
    Layer layer = executed.conf().getLayer();
    String name = "layer %d (%s)".formatted(index + 1, name(layer));
    names.add(name);
    try {
      refuse(layers.head() != null, "a layer behind the loss");
      refuse(
          !executed.getClass().equals(EXECUTED_BY.get(layer.getClass())),
          "layer class " + executed.getClass().getSimpleName());
      refuse(executed.getMaskArray() != null, "a mask");
      LayerSettings.check(layer);
      readPreProcessor(index);
      layers.read(layer, offset);
    } catch (UnsupportedNetworkException e) {
      throw e.in(name);
    }
    offset += executed.numParams();
  }

  private static String name(Layer layer) {
    String type = layer.getClass().getSimpleName();
    return layer.getLayerName() == null ? type : layer.getLayerName() + ", " + type;
  }

  private void readPreProcessor(int index) {
    InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(index);
    if (reshape == null) {
      return;
    }
    if (reshape.getClass() == CnnToFeedForwardPreProcessor.class) {
      CNN2DFormat format = ((CnnToFeedForwardPreProcessor) reshape).getFormat();
      refuse(format != CNN2DFormat.NCHW, "format " + format);
      layers.flatten();
    } else if (reshape.getClass() == FeedForwardToCnnPreProcessor.class && index == 0) {
      var maps = (FeedForwardToCnnPreProcessor) reshape;
      inputMaps =
          new NetworkPlan.Maps(maps.getNumChannels(), maps.getInputHeight(), maps.getInputWidth());
    } else {
      throw new UnsupportedNetworkException("preprocessor " + reshape.getClass().getSimpleName());
    }
  }
}
