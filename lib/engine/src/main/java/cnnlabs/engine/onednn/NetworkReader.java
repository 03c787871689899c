package cnnlabs.engine.onednn;

import static cnnlabs.engine.onednn.LayerReader.refuse;

import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.UnsupportedNetworkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
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

  private final MultiLayerConfiguration configuration;
  private final LayerReader layers;
  private final List<String> names = new ArrayList<>();
  private NetworkPlan.@Nullable Maps inputMaps;
  private long offset;

  private NetworkReader(MultiLayerConfiguration configuration, LabelSmoothing smoothing) {
    this.configuration = configuration;
    layers = new LayerReader(smoothing);
  }

  /**
   * Reads an initialized network.
   *
   * @param smoothing of the labels that its loss is measured against
   * @throws UnsupportedNetworkException if it has something that cannot be compiled exactly
   */
  static NetworkPlan read(MultiLayerNetwork network, LabelSmoothing smoothing) {
    NetworkPlan plan = read(network.getLayerWiseConfigurations(), smoothing);
    refuse(!network.getListeners().isEmpty(), "a training listener");
    for (int i = 0; i < network.getnLayers(); i++) {
      org.deeplearning4j.nn.api.Layer executed = network.getLayer(i);
      Layer layer = executed.conf().getLayer();
      inLayer(
          i,
          layer,
          () -> {
            refuse(
                !executed.getClass().equals(EXECUTED_BY.get(layer.getClass())),
                "layer class " + executed.getClass().getSimpleName());
            refuse(executed.getMaskArray() != null, "a mask");
          });
    }
    return plan;
  }

  /**
   * Reads what a network will be, before it is made.
   *
   * @param configuration as {@code build()} gives it: with all sizes
   * @throws UnsupportedNetworkException as for the network itself
   */
  static NetworkPlan read(MultiLayerConfiguration configuration, LabelSmoothing smoothing) {
    return new NetworkReader(configuration, smoothing).read();
  }

  private NetworkPlan read() {
    checkNetwork();
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      int index = i;
      NeuralNetConfiguration layer = configuration.getConf(i);
      inLayer(i, layer.getLayer(), () -> readLayer(index, layer.getLayer()));
      offset += parameters(layer);
    }
    LayerReader.Head head = layers.head();
    if (head == null) {
      throw new UnsupportedNetworkException("the last layer has no loss");
    }
    return new NetworkPlan(
        names, layers.layers(), head.loss(), head.outputNodes(), !isMean(), inputMaps);
  }

  private static long parameters(NeuralNetConfiguration layer) {
    return layer.getLayer().initializer().numParams(layer);
  }

  private boolean isMean() {
    return configuration.getConf(0).isMiniBatch();
  }

  private void checkNetwork() {
    refuse(!Nd4j.getEnvironment().isCPU(), "the back end is not the processor");
    refuse(
        configuration.getConfs().stream().mapToLong(NetworkReader::parameters).sum() == 0,
        "no parameters");
    refuse(configuration.getDataType() != DataType.FLOAT, "a data type other than FLOAT");
    refuse(
        configuration.getBackpropType() != BackpropType.Standard,
        "truncated backpropagation through time");
    configuration.getConfs().forEach(this::checkTraining);
  }

  private void checkTraining(NeuralNetConfiguration layer) {
    refuse(
        layer.getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
        "optimization algorithm " + layer.getOptimizationAlgo());
    refuse(
        layer.getStepFunction() != null
            && !(layer.getStepFunction() instanceof NegativeGradientStepFunction),
        "step function " + layer.getStepFunction());
    refuse(!layer.isMinimize(), "minimize(false)");
    boolean mean = layer.isMiniBatch();
    refuse(mean != isMean(), "miniBatch different from layer to layer");
    refuse(!mean && layer.getLayer() instanceof LossLayer, "miniBatch(false), LossLayer");
  }

  private void readLayer(int index, Layer layer) {
    names.add(place(index, layer));
    refuse(layers.head() != null, "a layer behind the loss");
    refuse(
        !EXECUTED_BY.containsKey(layer.getClass()),
        "layer class " + layer.getClass().getSimpleName());
    LayerSettings.check(layer);
    readPreProcessor(index);
    layers.read(layer, offset);
  }

  private static void inLayer(int index, Layer layer, Runnable reading) {
    try {
      reading.run();
    } catch (UnsupportedNetworkException e) {
      throw e.in(place(index, layer));
    }
  }

  private static String place(int index, Layer layer) {
    return "layer %d (%s)".formatted(index + 1, name(layer));
  }

  private static String name(Layer layer) {
    String type = layer.getClass().getSimpleName();
    return layer.getLayerName() == null ? type : layer.getLayerName() + ", " + type;
  }

  private void readPreProcessor(int index) {
    InputPreProcessor reshape = configuration.getInputPreProcess(index);
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
