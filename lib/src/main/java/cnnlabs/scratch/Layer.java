package cnnlabs.scratch;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A function of a batch, with parameters of its own or without.
 *
 * <p>One batch at a time: {@link #forward} remembers what the next {@link #backward} needs. No
 * layer changes an array that it is given.
 */
public interface Layer {

  /**
   * Computes the output of a batch.
   *
   * @param input images {@code [N, C, H, W]} or rows {@code [N, D]}
   * @return one output for each of the N inputs
   */
  INDArray forward(INDArray input);

  /**
   * Takes the gradient of the loss back through the layer: the chain rule.
   *
   * <p>The gradient by the layer's own parameters is left in {@link Parameter#gradient()}.
   *
   * @param gradient of the loss by the last output, in the output's shape
   * @return the gradient of the loss by the last input, in the input's shape
   */
  INDArray backward(INDArray gradient);

  /**
   * Finds the gradients by the layer's parameters only: all that a network's first layer is asked
   * for, since nothing lies before it.
   *
   * @param gradient as {@link #backward}'s
   */
  default void findGradients(INDArray gradient) {
    backward(gradient);
  }

  /** Weights and biases, in this order; none unless the layer learns. */
  default List<Parameter> parameters() {
    return List.of();
  }
}
