package cnnlabs.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.jspecify.annotations.Nullable;

/** What the layers of an architecture must be. Errors are in the field's terms. */
final class LayerRules {

  private LayerRules() {}

  /**
   * Checks hidden layers, and those of the output after them.
   *
   * @throws IllegalArgumentException naming the layer, and what to do
   */
  static void check(@Nullable List<? extends @Nullable Layer> hidden, List<Layer> output) {
    if (hidden == null) {
      throw new IllegalArgumentException(
          "hiddenLayers gives no list; return List.of() where there is no hidden layer");
    }
    Set<String> names = new HashSet<>();
    output.forEach(layer -> names.add(layer.getLayerName()));
    Layer dense = null;
    for (int index = 0; index < hidden.size(); index++) {
      Layer layer = hidden.get(index);
      if (layer == null) {
        throw new IllegalArgumentException(
            "layer %d of %d is null; leave it out".formatted(index + 1, hidden.size()));
      }
      if (layer instanceof BaseOutputLayer || layer instanceof LossLayer) {
        throw new IllegalArgumentException(
            "%s is no hidden layer; leave it out, since the output layer follows from the loss"
                .formatted(described(layer)));
      }
      // Deeplearning4j's own name of a layer that has none.
      requireName(layer.getLayerName() == null ? "layer" + index : layer.getLayerName(), names);
      if (dense != null && takesMaps(layer)) {
        throw new IllegalArgumentException(
            "%s takes maps, but behind the dense layer '%s' there are none; put dense layers behind the last of those"
                .formatted(described(layer), dense.getLayerName()));
      }
      dense = layer instanceof DenseLayer ? layer : dense;
    }
  }

  /** Tables, curves and files know a layer by its name. */
  private static void requireName(String name, Set<String> others) {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the layer name '%s' holds a line break or another control character; name it in one line"
              .formatted(name.replaceAll("\\p{Cntrl}", "?")));
    }
    if (!others.add(name)) {
      throw new IllegalArgumentException(
          name.equals("output") || name.equals("softmax")
              ? "the name '%s' is that of the output layer; give the hidden layer another"
                  .formatted(name)
              : "two layers have the name '%s'; give each a name of its own".formatted(name));
    }
  }

  private static boolean takesMaps(Layer layer) {
    return layer instanceof ConvolutionLayer
        || layer instanceof SubsamplingLayer
        || (layer instanceof DropoutLayer && layer.getIDropout() instanceof SpatialDropout);
  }

  private static String described(Layer layer) {
    String kind = layer.getClass().getSimpleName();
    return layer.getLayerName() == null
        ? "a " + kind
        : "layer '%s' (%s)".formatted(layer.getLayerName(), kind);
  }

  /**
   * Checks what reaches each layer of a whole network.
   *
   * @throws IllegalArgumentException if nothing is left of the image, or a kernel is larger than
   *     the padded maps can fill
   */
  static void checkMaps(MultiLayerConfiguration configuration, InputType input) {
    List<InputType> outputs = configuration.getLayerActivationTypes(input);
    InputType reaching = input;
    for (int index = 0; index < outputs.size(); index++) {
      Layer layer = configuration.getConf(index).getLayer();
      // Deeplearning4j lets maps shrink to nothing and fails much later.
      if (outputs.get(index) instanceof InputTypeConvolutional maps
          && Math.min(maps.getHeight(), maps.getWidth()) < 1) {
        throw new IllegalArgumentException(
            "nothing is left of the image after layer '%s'; use larger images or smaller kernels"
                .formatted(layer.getLayerName()));
      }
      if (reaching instanceof InputTypeConvolutional maps
          && layer instanceof ConvolutionLayer convolution
          && convolution.getConvolutionMode() == ConvolutionMode.Same) {
        requireReached(convolution, maps);
      }
      reaching = outputs.get(index);
    }
  }

  /** At the map's first pixel the kernel's middle lies there; its last row must be on the map. */
  private static void requireReached(ConvolutionLayer layer, InputTypeConvolutional maps) {
    int[] kernel = layer.getKernelSize();
    long highest = 2 * maps.getHeight() - 1;
    long widest = 2 * maps.getWidth() - 1;
    if (kernel[0] > highest || kernel[1] > widest) {
      throw new IllegalArgumentException(
          "layer '%s' has a kernel of %d x %d for maps of %d x %d pixels, whose outer weights would see nothing but padding; use a kernel of at most %d x %d"
              .formatted(
                  layer.getLayerName(),
                  kernel[0],
                  kernel[1],
                  maps.getHeight(),
                  maps.getWidth(),
                  highest,
                  widest));
    }
  }
}
