package cnnlabs.model;

import cnnlabs.data.ImageShape;
import cnnlabs.data.RandomStream;
import cnnlabs.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** From an architecture to a Deeplearning4j network that starts as PyTorch's would. */
public final class Networks {

  private Networks() {}

  /**
   * The whole configuration: hidden layers, output and how it trains. Its JSON is that of the
   * {@linkplain #initialize network} too, before its first step.
   *
   * @param input the shape of one image
   * @param classes units of the output, at least 2
   * @param updater the optimizer, with its learning rate
   * @param l2 strength of the L2 penalty on weights and biases, at least 0
   * @throws IllegalArgumentException if a layer does not fit the one before it, is none that may be
   *     hidden, or has no name of its own
   */
  public static MultiLayerConfiguration configuration(
      Architecture architecture,
      ImageShape input,
      int classes,
      Loss loss,
      IUpdater updater,
      double l2,
      long seed) {
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .weightInit(WeightInit.UNIFORM)
            .updater(updater)
            .l2(l2)
            .l2Bias(l2)
            .list();
    var inputType = InputType.convolutional(input.height(), input.width(), input.channels());
    List<Layer> hidden = architecture.hiddenLayers(input);
    List<Layer> output = Layers.output(classes, loss);
    try {
      LayerRules.check(hidden, output);
      // Copies: Deeplearning4j writes optimizer and sizes into a layer, where they would stay.
      hidden.forEach(layer -> layers.layer(layer.clone()));
      output.forEach(layers::layer);
      var configuration = layers.setInputType(inputType).build();
      LayerRules.checkMaps(configuration, inputType);
      // A network names the parameters in its copy of the configuration when it is initialized.
      for (NeuralNetConfiguration layer : configuration.getConfs()) {
        layer.getLayer().initializer().paramKeys(layer.getLayer()).forEach(layer::addVariable);
      }
      return configuration;
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "The layers of '%s' do not fit images of %s: %s"
              .formatted(architecture.label(), input, firstLine(e)),
          e);
    }
  }

  /**
   * A new network of this configuration.
   *
   * <p>Weights and biases of a layer are uniform in +-1/sqrt(fan-in), PyTorch's start of
   * convolutions and dense layers. Deeplearning4j draws the weights; the biases, which it would
   * leave at 0, are drawn here from the same seed.
   *
   * @throws IllegalArgumentException if it takes more memory than there is
   */
  public static MultiLayerNetwork initialize(MultiLayerConfiguration configuration) {
    Engine.requireMemory(configuration);
    var network = new MultiLayerNetwork(configuration.clone());
    network.init();
    long seed = network.getDefaultConfiguration().getSeed();
    for (int index = 0; index < network.getnLayers(); index++) {
      var layer = network.getLayer(index);
      if (layer.conf().getLayer() instanceof BaseLayer base
          && base.getWeightInitFn() instanceof WeightInitUniform) {
        Map<String, INDArray> parameters = layer.paramTable();
        INDArray bias = parameters.get(DefaultParamInitializer.BIAS_KEY);
        INDArray weights = parameters.get(DefaultParamInitializer.WEIGHT_KEY);
        if (bias != null && weights != null) {
          long fanIn = weights.length() / bias.length();
          double bound = 1 / Math.sqrt((double) fanIn);
          SplittableRandom random = RandomStream.of(seed, RandomStream.Purpose.START, 0, index);
          for (long i = 0; i < bias.length(); i++) {
            bias.putScalar(i, bound * (2 * random.nextDouble() - 1));
          }
        }
      }
    }
    return network;
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
