package cnnlabs.scratch;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Softmax and the loss on it: p = e^z / (the sum of e^z over the classes), L = the mean over the
 * batch of -ln p[label].
 *
 * <p>The gradient of both together is short: dZ = (p - one-hot label) / N.
 *
 * @param probabilities {@code [N, classes]}
 * @param labels the N classes
 */
@SuppressWarnings("ArrayRecordComponent") // It lives for one step.
public record SoftmaxCrossEntropy(INDArray probabilities, int[] labels) {

  /**
   * Computes the probabilities.
   *
   * @param logits {@code [N, classes]}: what the last layer puts out
   * @throws IllegalArgumentException if there are not as many labels as rows, or a label has no
   *     column
   */
  public static SoftmaxCrossEntropy of(INDArray logits, int[] labels) {
    if (logits.size(0) != labels.length) {
      throw new IllegalArgumentException(
          "%d rows of logits and %d labels: give one label a row."
              .formatted(logits.size(0), labels.length));
    }
    for (int label : labels) {
      if (label < 0 || label >= logits.size(1)) {
        throw new IllegalArgumentException(
            "Label %d: the %d logits know 0 to %d."
                .formatted(label, logits.size(1), logits.size(1) - 1));
      }
    }
    // Less their maximum, so that no exponential overflows: the quotient is the same.
    INDArray exponentials = Transforms.exp(logits.subColumnVector(logits.max(1)), false);
    return new SoftmaxCrossEntropy(exponentials.diviColumnVector(exponentials.sum(1)), labels);
  }

  /** The mean over the batch of -ln p[label]. */
  public double loss() {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      // A probability that has sunk to 0 would make the loss infinite.
      sum -= Math.log(Math.max(probabilities.getDouble(row, labels[row]), Double.MIN_NORMAL));
    }
    return sum / labels.length;
  }

  /** The gradient of the loss by the logits, {@code [N, classes]}. */
  public INDArray gradient() {
    INDArray gradient = probabilities.dup();
    for (int row = 0; row < labels.length; row++) {
      gradient.putScalar(row, labels[row], gradient.getDouble(row, labels[row]) - 1);
    }
    return gradient.divi(labels.length);
  }

  /** How many labels have the greatest probability of their row. */
  public int correct() {
    INDArray chosen = Nd4j.argMax(probabilities, 1);
    return (int)
        IntStream.range(0, labels.length).filter(row -> chosen.getInt(row) == labels[row]).count();
  }

  /** One line: of how many images. */
  @Override
  public String toString() {
    return "outputs of %d images".formatted(labels.length);
  }
}
