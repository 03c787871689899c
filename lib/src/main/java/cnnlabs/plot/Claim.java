package cnnlabs.plot;

/**
 * A claim of a report, and what this lab's runs say of it.
 *
 * @param report who claims, such as {@code R1}
 * @param statement the claim, in our words
 * @param holds whether the evidence bears it out
 * @param evidence the numbers that decide it
 */
public record Claim(String report, String statement, boolean holds, String evidence) {

  /** One line of text. */
  @Override
  public String toString() {
    return "%s: %s — %s: %s".formatted(report, statement, verdict(), evidence);
  }

  /** {@code holds} or {@code does not hold}. */
  public String verdict() {
    return holds ? "holds" : "does not hold";
  }
}
