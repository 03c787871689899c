package cnnlabs.run;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Split;

/**
 * What a run was trained and measured on, as captions have it.
 *
 * @param label the data set's name; where it is not the published one, also what it is
 * @param trainingImages at least 1
 * @param validationImages 0 where nothing was held out
 * @param testImages at least 1
 */
public record RunData(String label, int trainingImages, int validationImages, int testImages) {

  /** What a split is made of. */
  public static RunData of(Split data) {
    return new RunData(
        data.provenance().label(),
        data.training().size(),
        data.validation().map(ImageDataset::size).orElse(0),
        data.test().size());
  }

  @Override
  public String toString() {
    String heldOut = validationImages == 0 ? "" : "%,d validation, ".formatted(validationImages);
    return "%s, %,d training, %s%,d test images"
        .formatted(label, trainingImages, heldOut, testImages);
  }
}
