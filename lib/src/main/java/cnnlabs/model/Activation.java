package cnnlabs.model;

import java.util.Locale;

/** Activation functions, elementwise but for {@link #SOFTMAX}. */
public enum Activation {
  IDENTITY(org.nd4j.linalg.activations.Activation.IDENTITY),
  /** 1 / (1 + exp(-x)). */
  SIGMOID(org.nd4j.linalg.activations.Activation.SIGMOID),
  TANH(org.nd4j.linalg.activations.Activation.TANH),
  /** max(0, x). */
  RELU(org.nd4j.linalg.activations.Activation.RELU),
  /** x where it is positive, else 0.01 x. */
  LEAKY_RELU(org.nd4j.linalg.activations.Activation.LEAKYRELU),
  /** x sigmoid(x), also called swish. */
  SILU(org.nd4j.linalg.activations.Activation.SWISH),
  /** exp(x_i) / sum_j exp(x_j), over the units of a layer. */
  SOFTMAX(org.nd4j.linalg.activations.Activation.SOFTMAX);

  private final org.nd4j.linalg.activations.Activation nd4j;

  Activation(org.nd4j.linalg.activations.Activation nd4j) {
    this.nd4j = nd4j;
  }

  org.nd4j.linalg.activations.Activation nd4j() {
    return nd4j;
  }

  /** The name as used in text: {@code leaky ReLU}. */
  @Override
  public String toString() {
    return switch (this) {
      case RELU -> "ReLU";
      case LEAKY_RELU -> "leaky ReLU";
      case SILU -> "SiLU";
      default -> name().toLowerCase(Locale.ROOT);
    };
  }
}
