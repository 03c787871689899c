package cnnlabs.kernel;

import java.util.List;
import java.util.stream.Stream;

/** What went wrong in a cell, as the reader is to see it. */
final class CellError extends Exception {
  private static final long serialVersionUID = 1;

  private final String name;
  private final transient List<String> report;

  /**
   * Makes an error.
   *
   * @param name the kind of error in one word, as Jupyter shows it
   * @param message the one-line message, as Jupyter shows it
   * @param report the lines that the notebook shows
   */
  CellError(String name, String message, List<String> report) {
    super(message);
    this.name = name;
    this.report = List.copyOf(report);
  }

  /** Makes an error whose report is its name and message. */
  static CellError of(String name, String message) {
    return new CellError(name, message, List.of(Ansi.error(name + ": ") + message));
  }

  /** The same error with more lines in its report. */
  CellError and(List<String> lines) {
    return new CellError(name, message(), Stream.concat(report.stream(), lines.stream()).toList());
  }

  String name() {
    return name;
  }

  String message() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  List<String> report() {
    return report;
  }
}
