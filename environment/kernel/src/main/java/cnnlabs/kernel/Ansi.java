package cnnlabs.kernel;

/** The terminal colours that Jupyter shows in an error's report. */
final class Ansi {
  private static final String RESET = "\u001B[0m";

  private Ansi() {}

  /** Bold red: what went wrong. */
  static String error(String text) {
    return "\u001B[1;31m" + text + RESET;
  }

  /** Bold: where in the reader's own code. */
  static String place(String text) {
    return "\u001B[1m" + text + RESET;
  }
}
