package cnnlabs.run;

import java.util.List;
import java.util.stream.Stream;

/**
 * The reports' figures beside ours.
 *
 * @param measure what is compared, with its unit, such as {@code test error %}
 * @param decimals of the numbers, at least 0
 * @param rows one row a figure
 */
public record Comparison(String measure, int decimals, List<Row> rows) {

  /**
   * One figure.
   *
   * @param what which run or setting
   * @param report who reports it
   * @param reported their figure
   * @param ours our figure
   * @param cause why they differ, or that it is open
   */
  public record Row(String what, String report, double reported, double ours, String cause) {}

  public Comparison {
    rows = List.copyOf(rows);
  }

  /** A comparison without rows, of numbers with two decimals. */
  public static Comparison of(String measure) {
    return new Comparison(measure, 2, List.of());
  }

  public Comparison withDecimals(int decimals) {
    return new Comparison(measure, decimals, rows);
  }

  /** This comparison and one row more. */
  public Comparison with(String what, String report, double reported, double ours, String cause) {
    var row = new Row(what, report, reported, ours, cause);
    return new Comparison(measure, decimals, Stream.concat(rows.stream(), Stream.of(row)).toList());
  }

  /** One line: how much is compared. */
  @Override
  public String toString() {
    return "comparison of %s: %d rows".formatted(measure, rows.size());
  }
}
