package cnnlabs.plot;

/** Numbers as captions have them. */
final class Numbers {

  private Numbers() {}

  /** Three digits or so: {@code 0}, {@code 0.042}, {@code -1.27}, {@code 153}, {@code 3e-05}. */
  static String brief(double value) {
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    String small = size < 0.001 ? "%.0e" : "%.3f";
    String large = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f";
    return (size < 1 ? small : large).formatted(value);
  }

  /** To four decimals. */
  static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }

  /**
   * Two numbers with as many decimals as tell them apart by a tenth of their difference or so:
   * {@code -1.0…1.0}, {@code 0.400…0.442}; one number where both are the same.
   */
  static String range(double least, double greatest) {
    if (least == greatest) {
      return brief(least);
    }
    int digits = (int) Math.floor(Math.log10(greatest - least));
    String format = "%%.%df".formatted(Math.max(0, 1 - digits));
    // A plain 0 says that nothing is hidden by rounding.
    return (least == 0 ? "0" : format.formatted(least)) + "…" + format.formatted(greatest);
  }
}
