package cnnlabs.run;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.data.Augmentation;
import cnnlabs.engine.LabelSmoothing;
import cnnlabs.model.Loss;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How a network is trained. Each value has a {@code with...}, such as {@code
 * withLearningRate(0.1)}, that gives the same hyperparameters but for this one.
 *
 * @param learningRate greater than 0; where it changes, the greatest
 * @param schedule how the learning rate changes
 * @param batchSize images a step, at least 1
 * @param epochs passes over the training split, at least 1
 * @param optimizer what turns gradients into updates
 * @param loss what is minimized
 * @param labelSmoothing what part of a label is spread over all classes, in [0, 1); only for
 *     cross-entropy. The training loss is measured against such labels, all others are not
 * @param l2 strength of the L2 penalty on weights and biases, at least 0: as PyTorch's {@code
 *     weight_decay} of its SGD and Adam, except that batch normalization's gamma and beta, which
 *     that includes, have no penalty here
 * @param augmentation random changes to the training images
 * @param seed decides the start, the order of the images and every other random choice
 */
@RecordBuilder
public record Hyperparameters(
    double learningRate,
    Schedule schedule,
    int batchSize,
    int epochs,
    Optimizer optimizer,
    Loss loss,
    double labelSmoothing,
    double l2,
    Augmentation augmentation,
    long seed)
    implements HyperparametersBuilder.With {

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException naming the value, if one is out of its range
   */
  public Hyperparameters {
    checkArgument(
        learningRate > 0 && Double.isFinite(learningRate),
        "learningRate must be a number greater than 0, such as 0.01, but is %s",
        learningRate);
    checkArgument(batchSize >= 1, "batchSize must be at least 1, such as 10, but is %s", batchSize);
    checkArgument(epochs >= 1, "epochs must be at least 1, but is %s", epochs);
    new LabelSmoothing(labelSmoothing); // Checks it.
    checkArgument(
        labelSmoothing == 0 || loss == Loss.CROSS_ENTROPY,
        "labelSmoothing is for cross-entropy, but the loss is %s: set it to 0, or the loss to %s",
        loss,
        Loss.CROSS_ENTROPY);
    checkArgument(
        l2 >= 0 && Double.isFinite(l2),
        "l2 must be a number of at least 0, such as 1e-4, but is %s",
        l2);
  }

  /**
   * Plain SGD with cross-entropy at a constant 0.01, batches of 32, 10 epochs, no penalty, labels
   * and images as they are, seed 1.
   */
  public static Hyperparameters defaults() {
    return new Hyperparameters(
        0.01,
        Schedule.constant(),
        32,
        10,
        Optimizer.sgd(),
        Loss.CROSS_ENTROPY,
        0,
        0,
        Augmentation.none(),
        1);
  }
}
