package cnnlabs.model;

import cnnlabs.data.ImageShape;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A network's structure: its hidden layers for a given input.
 *
 * <p>The output layer is not among them. It has one unit a class and follows from the loss, so that
 * one architecture serves every loss and data set. A lambda makes a new architecture:
 *
 * <pre>{@code
 * Architecture small = input -> List.of(conv("conv1", 8, 3, RELU), maxPool("pool1"));
 * }</pre>
 */
@FunctionalInterface
public interface Architecture {

  /** The label of an architecture without a name. */
  String UNNAMED = "own network";

  /**
   * Gives a lambda a name for tables and legends:
   *
   * <pre>{@code
   * Architecture wide = Architecture.named("wide", input -> List.of(conv("conv1", 64, 3, RELU)));
   * }</pre>
   *
   * @throws IllegalArgumentException if the name is blank
   */
  static Architecture named(String name, Architecture layers) {
    return new Named(name, layers);
  }

  /** An architecture that was given a name. */
  record Named(String label, Architecture layers) implements Architecture {

    public Named {
      if (label.isBlank()) {
        throw new IllegalArgumentException(
            "An architecture's name is blank: give one that tells it from others, such as 'wide'.");
      }
    }

    @Override
    public List<Layer> hiddenLayers(ImageShape input) {
      return layers.hiddenLayers(input);
    }
  }

  /**
   * The layers from the input to the last hidden one, each with a name of its own, in one line and
   * other than {@code output}, which is the output layer's. Convolutions and poolings come before
   * dense layers.
   *
   * @param input the shape of one image
   */
  List<Layer> hiddenLayers(ImageShape input);

  /** What tables and legends call it. */
  default String label() {
    return getClass().isRecord() ? toString() : UNNAMED;
  }
}
