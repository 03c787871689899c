package cnnlabs.scratch;

import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A network that is to be trained, and how: by plain stochastic gradient descent on the mean loss
 * of a batch. Each value has a {@code with...}.
 *
 * @param name what tells it from others, for captions
 * @param network with its first weights, which training changes
 * @param data with validation images
 * @param learningRate above 0
 * @param batchSize images a step, at least 1
 * @param epochs passes over the training images, at least 1
 * @param seed decides the order of the images in each epoch
 * @param normalization what is done to each pixel
 */
@RecordBuilder
public record ScratchTrial(
    String name,
    ScratchNetwork network,
    Split data,
    double learningRate,
    int batchSize,
    int epochs,
    long seed,
    Normalization normalization)
    implements ScratchTrialBuilder.With {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of its range, or there are no validation images
   */
  public ScratchTrial {
    if (data.validation().isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' has no validation images to choose by: hold some out with withValidation."
              .formatted(name));
    }
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "A learning rate of %s: it must be above 0.".formatted(learningRate));
    }
    if (batchSize < 1 || epochs < 1) {
      throw new IllegalArgumentException(
          "A batch size of %d for %d epochs: both must be at least 1."
              .formatted(batchSize, epochs));
    }
  }

  /** Batches of 32, pixels in [-1, 1]. */
  public static ScratchTrial of(
      String name, ScratchNetwork network, Split data, double learningRate, int epochs, long seed) {
    return new ScratchTrial(
        name, network, data, learningRate, 32, epochs, seed, Normalization.centered());
  }

  /** One line: which network on what. */
  @Override
  public String toString() {
    return "%s on %s".formatted(network, data);
  }
}
