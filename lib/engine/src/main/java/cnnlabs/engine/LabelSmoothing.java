package cnnlabs.engine;

/**
 * Cross-entropy against labels that are a little uncertain: the true class has the probability 1 -
 * rate + rate / classes, each other one rate / classes, so that a network is not driven to ever
 * surer answers.
 *
 * <p>Szegedy, Vanhoucke, Ioffe, Shlens, Wojna: Rethinking the Inception architecture for computer
 * vision (2016).
 *
 * @param rate in [0, 1): what is spread over all classes; 0 for labels as they are
 */
public record LabelSmoothing(double rate) {

  /** Labels as they are. */
  public static final LabelSmoothing NONE = new LabelSmoothing(0);

  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public LabelSmoothing {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "labelSmoothing must be in [0, 1), such as 0.1, but is " + rate);
    }
  }

  /** What the true class is to be predicted with. */
  public double onLabel(int classes) {
    return 1 - rate + rate / classes;
  }

  /** What every other class is to be predicted with. */
  public double offLabel(int classes) {
    return rate / classes;
  }
}
