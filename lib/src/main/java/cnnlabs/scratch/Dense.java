package cnnlabs.scratch;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A dense layer without activation: Y = X W + b.
 *
 * <p>With X {@code [N, D]}, W {@code [D, U]}, b {@code [U]} and Y {@code [N, U]}, the gradients of
 * the loss are dW = X' dY, db = the sum of dY over the batch, and dX = dY W', where ' transposes.
 */
public final class Dense implements Layer {

  private final Parameter weights;
  private final Parameter biases;
  private INDArray input = Nd4j.empty();

  /**
   * A layer that starts with given parameters, which it will change.
   *
   * @param name what its parameters are called by, such as {@code dense1}
   * @param weights {@code [D, U]}
   * @param biases {@code [U]}
   */
  public Dense(String name, INDArray weights, INDArray biases) {
    this.weights = Parameter.of(name + " weights", weights);
    this.biases = Parameter.of(name + " biases", biases);
  }

  @Override
  public INDArray forward(INDArray x) {
    input = x;
    return x.mmul(weights.value()).addiRowVector(biases.value());
  }

  @Override
  public INDArray backward(INDArray dY) {
    weights.gradient().assign(input.transpose().mmul(dY)); // [D, N] [N, U]
    biases.gradient().assign(dY.sum(0));
    return dY.mmul(weights.value().transpose()); // [N, U] [U, D]
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights, biases);
  }
}
