package cnnlabs.scratch;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The logistic sigmoid, y = s(x) = 1 / (1 + e^-x), of each value.
 *
 * <p>Its slope is s'(x) = s(x) (1 - s(x)) = y (1 - y), at most 1/4: so dX = dY y (1 - y).
 */
public final class Sigmoid implements Layer {

  private final boolean wrong;
  private INDArray output = Nd4j.empty();

  /** A sigmoid layer. */
  public Sigmoid() {
    this(false);
  }

  private Sigmoid(boolean wrong) {
    this.wrong = wrong;
  }

  /**
   * A sigmoid whose slope is taken of the wrong quantity: s'(y), at the output, in place of s'(x),
   * at the input. Its outputs are right, and a network of it even learns; only the check of its
   * gradient tells. For the lesson.
   */
  public static Sigmoid withWrongSlope() {
    return new Sigmoid(true);
  }

  @Override
  public INDArray forward(INDArray x) {
    output = Transforms.sigmoid(x, true);
    return output;
  }

  @Override
  public INDArray backward(INDArray dY) {
    INDArray y = wrong ? Transforms.sigmoid(output, true) : output;
    return y.rsub(1).muli(y).muli(dY); // y (1 - y) dY
  }
}
