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

  /** What one is called that has no name. */
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
    return new NamedArchitecture(name, layers);
  }

  /**
   * The layers from the input to the last hidden one, each with a name of its own, in one line and
   * other than {@code output}, which is the output layer's. Convolutions and poolings come before
   * dense layers.
   *
   * @param input the shape of one image
   */
  List<Layer> hiddenLayers(ImageShape input);

  /**
   * This architecture; one that has no name is called by its size and its activations then, which
   * tell it from others.
   *
   * @param input the shape of one image
   * @param classes units of the output
   * @throws IllegalArgumentException if the layers do not fit the images
   */
  default Architecture namedFor(ImageShape input, int classes) {
    return label().equals(UNNAMED) ? NamedArchitecture.bySize(this, input, classes) : this;
  }

  /** What tables and legends call it. */
  default String label() {
    return getClass().isRecord() ? toString() : UNNAMED;
  }
}
