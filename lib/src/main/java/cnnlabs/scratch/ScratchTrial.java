package cnnlabs.scratch;

import cnnlabs.data.Split;

/**
 * A network that is to be trained.
 *
 * @param name what tells it from others, for captions
 * @param network with its first weights, which training changes
 * @param data with validation images
 */
public record ScratchTrial(
    String name, ScratchNetwork network, Split data, ScratchSettings settings) {

  /**
   * Checks that there are validation images.
   *
   * @throws IllegalArgumentException if there are none
   */
  public ScratchTrial {
    if (data.validation().isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' has no validation images to choose by: hold some out with withValidation."
              .formatted(name));
    }
  }

  /** A trial named after its network. */
  public static ScratchTrial of(ScratchNetwork network, Split data, ScratchSettings settings) {
    return new ScratchTrial(network.name(), network, data, settings);
  }

  /** One line: which network on what. */
  @Override
  public String toString() {
    return "%s on %s".formatted(network, data);
  }
}
