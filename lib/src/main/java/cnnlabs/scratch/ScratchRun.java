package cnnlabs.scratch;

import java.util.List;

/**
 * A network that was trained, and how it went.
 *
 * @param trial the network, now with its last weights, and its settings
 * @param epochs one for each epoch that was finished, at least one
 */
public record ScratchRun(ScratchTrial trial, List<Epoch> epochs) {

  /**
   * What an epoch brought.
   *
   * @param epoch from 1
   * @param trainingLoss mean over the epoch's images, each before its update
   * @param trainingAccuracy likewise, 0 to 1
   * @param validationAccuracy after the epoch, 0 to 1
   * @param seconds that its training took, without the validation
   */
  public record Epoch(
      int epoch,
      double trainingLoss,
      double trainingAccuracy,
      double validationAccuracy,
      double seconds) {

    /** A line for the eye. */
    @Override
    public String toString() {
      return "epoch %d: training loss %.4f, top-1 training %.1f %%, validation %.1f %%, %.1f s"
          .formatted(
              epoch, trainingLoss, 100 * trainingAccuracy, 100 * validationAccuracy, seconds);
    }
  }

  /** Makes the epochs unchangeable. */
  public ScratchRun {
    epochs = List.copyOf(epochs);
  }

  /** What tells this run from others. */
  public String name() {
    return trial.name();
  }

  /** The last epoch. */
  public Epoch last() {
    return epochs.get(epochs.size() - 1);
  }

  /** Seconds of training, without validation. */
  public double seconds() {
    return epochs.stream().mapToDouble(Epoch::seconds).sum();
  }

  /** The share of the training images that the trained network recognizes, 0 to 1. */
  public double trainingAccuracy() {
    return trial.network().accuracy(trial.data().training(), trial.normalization());
  }

  /** The share of the validation images, 0 to 1: what chooses. */
  public double validationAccuracy() {
    return last().validationAccuracy();
  }

  /** The share of the test images, 0 to 1: what is reported of a network that was chosen. */
  public double testAccuracy() {
    return trial.network().accuracy(trial.data().test(), trial.normalization());
  }

  /** One line: the last epoch. */
  @Override
  public String toString() {
    return name() + ": " + last();
  }
}
