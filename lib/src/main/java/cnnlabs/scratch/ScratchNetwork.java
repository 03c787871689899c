package cnnlabs.scratch;

import cnnlabs.data.ImageShape;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network of hand-written layers, one after the other, which end in the logits of a {@link
 * SoftmaxCrossEntropy}. One thread at a time.
 *
 * @param name for captions, such as {@code LeNet-5}
 * @param layers from the images to the logits
 * @param dataType of all arrays: {@code FLOAT}, or {@code DOUBLE} for checks
 */
public record ScratchNetwork(String name, List<Layer> layers, DataType dataType) {

  /**
   * Checks the layers.
   *
   * @throws IllegalArgumentException if there is none, or the type is neither float nor double
   */
  public ScratchNetwork {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("'%s' has no layer: give it one.".formatted(name));
    }
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "'%s' of type %s: choose FLOAT or DOUBLE.".formatted(name, dataType));
    }
  }

  /**
   * Begins a network.
   *
   * @param name for captions
   * @param input the shape of an image
   * @param seed decides its first weights
   */
  public static NetworkBuilder of(String name, ImageShape input, long seed) {
    return new NetworkBuilder(name, input, seed);
  }

  /**
   * The logits of a batch.
   *
   * @param images {@code [N, C, H, W]}, of this network's type
   * @return {@code [N, classes]}
   */
  public INDArray forward(INDArray images) {
    INDArray values = images;
    for (Layer layer : layers) {
      values = layer.forward(values);
    }
    return values;
  }

  /**
   * Takes the gradient of the loss back through all layers, from last to first.
   *
   * @param gradient of the loss by the logits, {@code [N, classes]}
   */
  public void backward(INDArray gradient) {
    INDArray values = gradient;
    for (int i = layers.size() - 1; i > 0; i--) {
      values = layers.get(i).backward(values);
    }
    layers.get(0).findGradients(values);
  }

  /** One step of gradient descent in each parameter. */
  public void update(double learningRate) {
    parameters().forEach(parameter -> parameter.step(learningRate));
  }

  /** Weights and biases of all layers, from first to last. */
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  /** How many numbers are learned. */
  public long parameterCount() {
    return parameters().stream().mapToLong(Parameter::size).sum();
  }

  /** One line: how many layers and parameters. */
  @Override
  public String toString() {
    return "%s: %d layers, %,d parameters".formatted(name, layers.size(), parameterCount());
  }
}
