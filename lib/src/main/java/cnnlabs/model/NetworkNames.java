package cnnlabs.model;

import cnnlabs.data.ImageShape;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;

/** Names that tell networks apart that were given none. */
public final class NetworkNames {

  private NetworkNames() {}

  /**
   * This architecture, named by its number of parameters and its activations if it has no name.
   *
   * @throws IllegalArgumentException if the layers do not fit the images
   */
  public static Architecture named(Architecture layers, ImageShape input, int classes) {
    if (!layers.label().equals(Architecture.UNNAMED)) {
      return layers;
    }
    long parameters = ModelSummary.of(layers, input, classes).parameters(); // Checks the layers.
    String activations =
        layers.hiddenLayers(input).stream()
            .flatMap(NetworkNames::activation)
            .map(NetworkNames::name)
            .distinct()
            .map(", "::concat)
            .collect(Collectors.joining());
    return Architecture.named(
        "%s, %,d parameters%s".formatted(Architecture.UNNAMED, parameters, activations), layers);
  }

  private static Stream<IActivation> activation(Layer layer) {
    if (layer instanceof ActivationLayer activation) {
      return Stream.of(activation.getActivationFn());
    }
    return layer instanceof ConvolutionLayer || layer instanceof DenseLayer
        ? Stream.of(((BaseLayer) layer).getActivationFn())
        : Stream.empty();
  }

  private static String name(IActivation activation) {
    return Stream.of(Activation.values())
        .filter(known -> known.nd4j().getActivationFunction().equals(activation))
        .map(Activation::toString)
        .findFirst()
        .orElse(activation.toString());
  }
}
