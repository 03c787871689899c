package cnnlabs.run;

import cnnlabs.train.RunData;

/**
 * A claim of a report, and what this lab's runs say of it.
 *
 * @param report who claims, such as {@code R1}
 * @param statement the claim, in our words
 * @param finding what the evidence says of it
 * @param evidence the numbers that decide it, or would
 * @param data what the runs were trained on: of a stand-in, nothing follows for the real set
 */
public record Claim(
    String report, String statement, Finding finding, String evidence, RunData data) {

  /** What evidence can say of a claim. */
  public enum Finding {
    HOLDS("holds"),
    DOES_NOT_HOLD("does not hold"),
    OPEN("is open");

    private final String words;

    Finding(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /** A claim that the evidence decides. */
  public Claim(String report, String statement, boolean holds, String evidence, RunData data) {
    this(report, statement, holds ? Finding.HOLDS : Finding.DOES_NOT_HOLD, evidence, data);
  }

  /** A claim that the evidence leaves open. */
  public static Claim open(String report, String statement, String evidence, RunData data) {
    return new Claim(report, statement, Finding.OPEN, evidence, data);
  }

  /**
   * This claim, left open where the runs are smaller than those that it is about: a network that
   * has not learned yet may still do so.
   *
   * @param epochs of the claim's runs
   * @param trainingImages of the claim's runs
   * @param epochsHere for how many epochs the runs of the evidence were trained
   */
  public Claim needing(int epochs, int trainingImages, int epochsHere) {
    if (epochsHere >= epochs && data.trainingImages() >= trainingImages) {
      return this;
    }
    String why =
        "The claim is about %d epochs of %,d training images; smaller runs decide nothing. "
            .formatted(epochs, trainingImages);
    return open(report, statement, why + evidence, data);
  }

  /**
   * This claim, left open where it is judged by fewer seeds than it needs: one seed has no range,
   * and any change would be outside it.
   *
   * @param seeds that tell an effect from chance
   * @param seedsHere from how many the networks of the evidence were trained
   */
  public Claim needingSeeds(int seeds, int seedsHere) {
    if (seedsHere >= seeds) {
      return this;
    }
    String why =
        "The claim needs %d seeds; fewer do not tell an effect from chance. ".formatted(seeds);
    return open(report, statement, why + evidence, data);
  }

  /** {@code On CIFAR-10, 50,000 training, 10,000 test images, it holds}, or what else it does. */
  public String verdict() {
    return "On %s, it %s".formatted(data, finding);
  }

  /** One line of text. */
  @Override
  public String toString() {
    return "%s claims: %s. %s. %s".formatted(report, statement, verdict(), evidence);
  }
}
