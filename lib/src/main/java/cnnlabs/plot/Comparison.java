package cnnlabs.plot;

import java.util.List;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The reports' figures beside ours.
 *
 * @param measure what is compared, with its unit, such as {@code test error %}
 * @param rows one row a figure
 */
public record Comparison(String measure, List<Row> rows) {

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

  /** A comparison without rows. */
  public static Comparison of(String measure) {
    return new Comparison(measure, List.of());
  }

  /** This comparison and one row more. */
  public Comparison with(String what, String report, double reported, double ours, String cause) {
    var row = new Row(what, report, reported, ours, cause);
    return new Comparison(measure, Stream.concat(rows.stream(), Stream.of(row)).toList());
  }

  /** One row a figure: theirs, ours, and the difference. */
  public Table table() {
    return Table.create(
        "Reported and measured here: " + measure,
        StringColumn.create("run", rows.stream().map(Row::what)),
        StringColumn.create("report", rows.stream().map(Row::report)),
        DoubleColumn.create("reported", rows.stream().mapToDouble(Row::reported)),
        DoubleColumn.create("ours", rows.stream().mapToDouble(row -> rounded(row.ours()))),
        DoubleColumn.create(
            "difference", rows.stream().mapToDouble(row -> rounded(row.ours() - row.reported()))),
        StringColumn.create("why", rows.stream().map(Row::cause)));
  }

  private static double rounded(double value) {
    return Math.rint(value * 100) / 100;
  }
}
