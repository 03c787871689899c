package cnnlabs.scratch;

/**
 * What an epoch brought.
 *
 * @param epoch from 1
 * @param trainingLoss mean over the epoch's images, each before its update
 * @param trainingAccuracy likewise, 0 to 1
 * @param validationAccuracy after the epoch, 0 to 1
 * @param seconds that its training took, without the validation
 */
public record ScratchEpoch(
    int epoch,
    double trainingLoss,
    double trainingAccuracy,
    double validationAccuracy,
    double seconds) {

  /** A line for the eye. */
  @Override
  public String toString() {
    return "epoch %d: training loss %.4f, top-1 training %.1f %%, validation %.1f %%, %.1f s"
        .formatted(epoch, trainingLoss, 100 * trainingAccuracy, 100 * validationAccuracy, seconds);
  }
}
