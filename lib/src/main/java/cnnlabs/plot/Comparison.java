package cnnlabs.plot;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

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

  /** One row a figure: theirs, ours, and the difference. */
  public Table table() {
    // What was counted has no decimals.
    boolean counts = rows.stream().allMatch(row -> row.ours() == Math.rint(row.ours()));
    String digit = counts ? "#" : "0";
    return Table.create(
        "Reported and measured here: " + measure,
        StringColumn.create("what", rows.stream().map(Row::what)),
        StringColumn.create("report", rows.stream().map(Row::report)),
        numbers("reported", "#", Row::reported),
        numbers("ours", digit, Row::ours),
        numbers("difference", digit, row -> row.ours() - row.reported()),
        StringColumn.create("why", rows.stream().map(Row::cause)));
  }

  /**
   * A column of numbers, rounded.
   *
   * @param digit {@code 0} to show each decimal, {@code #} to leave zeros at the end out
   */
  private DoubleColumn numbers(String name, String digit, ToDoubleFunction<Row> value) {
    double unit = Math.pow(10, decimals);
    DoubleColumn column =
        DoubleColumn.create(
            name,
            rows.stream().mapToDouble(row -> Math.rint(unit * value.applyAsDouble(row)) / unit));
    column.setPrintFormatter(
        new NumberColumnFormatter(
            new DecimalFormat(
                "#,##0." + digit.repeat(decimals), DecimalFormatSymbols.getInstance(Locale.ROOT))));
    return column;
  }

  /** One line: how much is compared. */
  @Override
  public String toString() {
    return "comparison of %s: %d rows".formatted(measure, rows.size());
  }
}
