package cnnlabs.scratch;

import cnnlabs.data.ImageDataset;
import java.util.List;

/**
 * A network that was trained, and how it went.
 *
 * @param trial the network, now with its last weights, and its settings
 * @param epochs one for each epoch that was finished, at least one
 */
public record ScratchRun(ScratchTrial trial, List<ScratchEpoch> epochs) {

  /** Makes the epochs unchangeable. */
  public ScratchRun {
    epochs = List.copyOf(epochs);
  }

  /** What tells this run from others. */
  public String name() {
    return trial.name();
  }

  /** The last epoch. */
  public ScratchEpoch last() {
    return epochs.get(epochs.size() - 1);
  }

  /** Seconds of training, without validation. */
  public double seconds() {
    return epochs.stream().mapToDouble(ScratchEpoch::seconds).sum();
  }

  /** The share of the training images that the trained network recognizes, 0 to 1. */
  public double trainingAccuracy() {
    return accuracy(trial.data().training());
  }

  /** The share of the validation images, 0 to 1: what chooses. */
  public double validationAccuracy() {
    return last().validationAccuracy();
  }

  /** The share of the test images, 0 to 1: what is reported of a network that was chosen. */
  public double testAccuracy() {
    return accuracy(trial.data().test());
  }

  private double accuracy(ImageDataset images) {
    return ScratchTrainer.accuracy(trial.network(), images, trial.settings().normalization());
  }

  /** One line: the last epoch. */
  @Override
  public String toString() {
    return name() + ": " + last();
  }
}
