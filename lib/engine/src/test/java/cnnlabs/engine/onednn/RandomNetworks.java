package cnnlabs.engine.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A sequential network of layers that the compiled step knows, drawn at random. */
final class RandomNetworks {

  private static final Activation[] ACTIVATIONS = {
    Activation.RELU,
    Activation.TANH,
    Activation.SIGMOID,
    Activation.SWISH,
    Activation.LEAKYRELU,
    Activation.IDENTITY
  };

  private final MultiLayerConfiguration configuration;
  private final long[] batchShape;
  private final int classes;

  private RandomNetworks(MultiLayerConfiguration configuration, long[] batchShape, int classes) {
    this.configuration = configuration;
    this.batchShape = batchShape;
    this.classes = classes;
  }

  MultiLayerConfiguration configuration() {
    return configuration;
  }

  long[] batchShape() {
    return batchShape.clone();
  }

  int classes() {
    return classes;
  }

  /** Draws until no map is smaller than the window that moves over it. */
  static RandomNetworks draw(long seed, boolean normalized) {
    var random = new Random(seed);
    while (true) {
      try {
        RandomNetworks drawn = draw(random, normalized);
        if (drawn.leavesMaps()) {
          return drawn;
        }
      } catch (DL4JInvalidConfigException e) {
        // A window that does not fit: draw again.
      }
    }
  }

  /** Whether every map has at least 3 rows and columns. */
  private boolean leavesMaps() {
    var input = InputType.convolutional(batchShape[2], batchShape[3], batchShape[1]);
    return configuration.getLayerActivationTypes(input).stream()
        .filter(InputType.InputTypeConvolutional.class::isInstance)
        .map(InputType.InputTypeConvolutional.class::cast)
        .allMatch(map -> map.getHeight() > 2 && map.getWidth() > 2);
  }

  private static RandomNetworks draw(Random random, boolean normalized) {
    int channels = pick(random, 1, 2, 3, 3, 4, 9, 17);
    int height = 9 + random.nextInt(9);
    int width = 9 + random.nextInt(9);
    int batch = 2 + random.nextInt(6);
    int classes = 2 + random.nextInt(9);
    List<Layer> layers = new ArrayList<>();
    int maps = 1 + random.nextInt(3);
    for (int i = 0; i < maps; i++) {
      addMaps(random, normalized && i == 0, layers);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      layers.add(
          new DenseLayer.Builder()
              .nOut(1 + random.nextInt(40))
              .activation(activation(random))
              .hasBias(random.nextInt(4) > 0)
              .build());
    }
    layers.add(output(random, classes));
    return new RandomNetworks(
        configuration(random.nextInt(), layers, InputType.convolutional(height, width, channels)),
        new long[] {batch, channels, height, width},
        classes);
  }

  private static MultiLayerConfiguration configuration(
      long seed, List<Layer> layers, InputType input) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Sgd(0.1))
            .biasInit(0.1)
            .weightInit(WeightInit.XAVIER)
            .list();
    layers.forEach(list::layer);
    return list.setInputType(input).build();
  }

  private static void addMaps(Random random, boolean normalized, List<Layer> layers) {
    boolean same = random.nextBoolean();
    int padding = same ? 0 : random.nextInt(2);
    layers.add(
        new ConvolutionLayer.Builder(1 + random.nextInt(3), 1 + random.nextInt(3))
            .stride(1 + random.nextInt(2), 1 + random.nextInt(2))
            .padding(padding, padding)
            .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
            .nOut(pick(random, 1, 3, 6, 8, 16, 20))
            .hasBias(!normalized && random.nextInt(4) > 0)
            .activation(normalized ? Activation.IDENTITY : activation(random))
            .build());
    if (normalized) {
      layers.add(new BatchNormalization.Builder().useLogStd(random.nextBoolean()).build());
      layers.add(new ActivationLayer(activation(random)));
    }
    if (random.nextInt(3) > 0) {
      layers.add(pooling(random));
    }
  }

  private static Layer pooling(Random random) {
    boolean same = random.nextBoolean();
    int padding = same ? 0 : random.nextInt(2);
    return new SubsamplingLayer.Builder()
        .poolingType(
            random.nextBoolean()
                ? SubsamplingLayer.PoolingType.MAX
                : SubsamplingLayer.PoolingType.AVG)
        .kernelSize(2, 2)
        .stride(1 + random.nextInt(2), 1 + random.nextInt(2))
        .padding(padding, padding)
        .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .build();
  }

  private static OutputLayer output(Random random, int classes) {
    if (random.nextBoolean()) {
      return new OutputLayer.Builder(LossFunction.MCXENT)
          .nOut(classes)
          .activation(Activation.SOFTMAX)
          .build();
    }
    return new OutputLayer.Builder(LossFunction.MSE)
        .nOut(classes)
        .activation(random.nextInt(4) == 0 ? Activation.SOFTMAX : activation(random))
        .build();
  }

  private static Activation activation(Random random) {
    return ACTIVATIONS[random.nextInt(ACTIVATIONS.length)];
  }

  private static int pick(Random random, int... values) {
    return values[random.nextInt(values.length)];
  }
}
