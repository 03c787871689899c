package cnnlabs.model;

import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * The data loss of a classifier with one-hot labels: the mean over the examples, without any
 * penalty.
 */
public enum Loss {
  /** -log of the true class's probability, where the probabilities are a softmax of the logits. */
  CROSS_ENTROPY("cross-entropy", Activation.SOFTMAX),
  /**
   * Cross-entropy on a softmax of probabilities that are a softmax already: a network that ends in
   * a softmax under a loss that brings its own, a mistake that one of the reports makes.
   *
   * <p>The loss then stays above its {@link #bound}: 1.4612 with ten classes. {@link #of} takes the
   * doubled softmax, as the network puts it out.
   */
  DOUBLED_SOFTMAX("cross-entropy, softmax doubled", Activation.SOFTMAX),
  /** The squared difference of raw scores and one-hot labels, averaged over the classes. */
  MSE("MSE", Activation.IDENTITY);

  /** Smaller probabilities are raised to this, as in Deeplearning4j: no loss is infinite. */
  private static final double LEAST_PROBABILITY = 1e-10;

  private final String label;
  private final Activation outputActivation;

  Loss(String label, Activation outputActivation) {
    this.label = label;
    this.outputActivation = outputActivation;
  }

  /** What the output layer applies to its logits under this loss. */
  public Activation outputActivation() {
    return outputActivation;
  }

  /**
   * The loss of one example.
   *
   * @param output the network's outputs, {@code [classes]}: probabilities or scores
   * @param label the true class
   * @return at least 0; NaN where an output is
   */
  public double of(float[] output, int label) {
    if (this != MSE) {
      return -Math.log(Math.max(output[label], LEAST_PROBABILITY));
    }
    double squares = 0;
    for (int unit = 0; unit < output.length; unit++) {
      double difference = output[unit] - (unit == label ? 1 : 0);
      squares += difference * difference;
    }
    return squares / output.length;
  }

  /**
   * The lower bound of the loss, however good the network: 0, or ln(1 + (classes - 1) / e) where
   * the softmax is doubled, since no probability then exceeds e / (e + classes - 1).
   */
  public double bound(int classes) {
    return this == DOUBLED_SOFTMAX ? Math.log(1 + (classes - 1) / Math.E) : 0;
  }

  ILossFunction function() {
    return this == MSE ? new LossMSE() : new LossMCXENT();
  }

  @Override
  public String toString() {
    return label;
  }
}
