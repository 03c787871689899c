package cnnlabs.plot;

import cnnlabs.train.RunData;

/**
 * A claim of a report, and what this lab's runs say of it.
 *
 * @param report who claims, such as {@code R1}
 * @param statement the claim, in our words
 * @param holds whether the evidence bears it out
 * @param evidence the numbers that decide it
 * @param data what the runs were trained on: of a stand-in, nothing follows for the real set
 */
public record Claim(String report, String statement, boolean holds, String evidence, RunData data) {

  /** {@code On CIFAR-10, 50,000 training, 10,000 test images, it holds}, or that it does not. */
  public String verdict() {
    return "On %s, it %s".formatted(data, holds ? "holds" : "does not hold");
  }

  /** One line of text. */
  @Override
  public String toString() {
    return "%s claims: %s. %s. %s".formatted(report, statement, verdict(), evidence);
  }
}
