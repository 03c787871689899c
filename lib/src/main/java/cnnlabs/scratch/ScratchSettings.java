package cnnlabs.scratch;

import cnnlabs.data.Normalization;

/**
 * How a network is trained: plain stochastic gradient descent on the mean loss of a batch.
 *
 * @param learningRate above 0
 * @param batchSize images a step, at least 1
 * @param epochs passes over the training images, at least 1
 * @param seed decides the order of the images in each epoch
 * @param normalization what is done to each pixel
 */
public record ScratchSettings(
    double learningRate, int batchSize, int epochs, long seed, Normalization normalization) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public ScratchSettings {
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
  public static ScratchSettings of(double learningRate, int epochs, long seed) {
    return new ScratchSettings(learningRate, 32, epochs, seed, Normalization.centered());
  }

  /** The same with another learning rate. */
  public ScratchSettings withLearningRate(double value) {
    return new ScratchSettings(value, batchSize, epochs, seed, normalization);
  }

  /** The same with another batch size. */
  public ScratchSettings withBatchSize(int value) {
    return new ScratchSettings(learningRate, value, epochs, seed, normalization);
  }

  /** The same with another number of epochs. */
  public ScratchSettings withEpochs(int value) {
    return new ScratchSettings(learningRate, batchSize, value, seed, normalization);
  }

  /** The same with another normalization. */
  public ScratchSettings withNormalization(Normalization value) {
    return new ScratchSettings(learningRate, batchSize, epochs, seed, value);
  }
}
