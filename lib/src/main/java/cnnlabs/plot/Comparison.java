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
    // What was counted has no decimals.
    boolean counts = rows.stream().allMatch(row -> row.ours() == Math.rint(row.ours()));
    String format = counts ? "#,##0" : "#,##0.00";
    return Table.create(
        "Reported and measured here: " + measure,
        StringColumn.create("what", rows.stream().map(Row::what)),
        StringColumn.create("report", rows.stream().map(Row::report)),
        numbers("reported", "#,##0.##", Row::reported),
        numbers("ours", format, Row::ours),
        numbers("difference", format, row -> row.ours() - row.reported()),
        StringColumn.create("why", rows.stream().map(Row::cause)));
  }

  private DoubleColumn numbers(String name, String format, ToDoubleFunction<Row> value) {
    DoubleColumn column =
        DoubleColumn.create(
            name,
            rows.stream().mapToDouble(row -> Math.rint(100 * value.applyAsDouble(row)) / 100));
    column.setPrintFormatter(
        new NumberColumnFormatter(
            new DecimalFormat(format, DecimalFormatSymbols.getInstance(Locale.ROOT))));
    return column;
  }
}
