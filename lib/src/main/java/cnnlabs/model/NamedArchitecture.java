package cnnlabs.model;

import cnnlabs.data.ImageShape;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;

/** An architecture that was given a name. */
record NamedArchitecture(String label, Architecture layers) implements Architecture {

  NamedArchitecture {
    if (label.isBlank()) {
      throw new IllegalArgumentException(
          "An architecture's name is blank: give one that tells it from others, such as 'wide'.");
    }
  }

  /** Named by its size and the activations of its hidden layers. */
  static Architecture bySize(Architecture layers, ImageShape input, int classes) {
    long parameters = ModelSummary.of(layers, input, classes).parameters(); // Checks the layers.
    String activations =
        layers.hiddenLayers(input).stream()
            .flatMap(NamedArchitecture::activation)
            .map(NamedArchitecture::name)
            .distinct()
            .map(", "::concat)
            .collect(Collectors.joining());
    return new NamedArchitecture(
        "%s, %,d parameters%s".formatted(UNNAMED, parameters, activations), layers);
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

  @Override
  public List<Layer> hiddenLayers(ImageShape input) {
    return layers.hiddenLayers(input);
  }
}
