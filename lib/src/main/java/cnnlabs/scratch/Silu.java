package cnnlabs.scratch;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The sigmoid linear unit, y = x s(x) with the sigmoid s, of each value.
 *
 * <p>By the product rule its slope is s(x) + x s(x) (1 - s(x)) = s(x) (1 + x (1 - s(x))). Elfwing,
 * Uchibe and Doya, "Sigmoid-weighted linear units for neural network function approximation in
 * reinforcement learning", 2018; also called swish.
 */
public final class Silu implements Layer {

  private INDArray input = Nd4j.empty();
  private INDArray sigmoid = Nd4j.empty();

  @Override
  public INDArray forward(INDArray x) {
    input = x;
    sigmoid = Transforms.sigmoid(x, true);
    return x.mul(sigmoid);
  }

  @Override
  public INDArray backward(INDArray dY) {
    INDArray slope = sigmoid.rsub(1).muli(input).addi(1).muli(sigmoid); // s (1 + x (1 - s))
    return slope.muli(dY);
  }
}
