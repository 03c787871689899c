package cnnlabs.plot;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * A table of one row for each of some things, made column by column. NaN is a missing value.
 *
 * <pre>{@code
 * Lab.show(Tables.of("Runs", runs)
 *     .text("network", Run::label)
 *     .number("test error %", 2, run -> 100 * run.testError()));
 * }</pre>
 *
 * @param <T> what a row is made of
 */
public final class TableBuilder<T> {

  private final Table table;
  private final List<T> rows;

  TableBuilder(String name, List<T> rows) {
    table = Table.create(name);
    this.rows = rows;
  }

  /** A column of the rows' names, in their order. */
  TableBuilder<T> named(String column, Collection<String> names) {
    table.addColumns(StringColumn.create(column, names));
    return this;
  }

  /** A column of texts. */
  public TableBuilder<T> text(String name, Function<? super T, ?> value) {
    table.addColumns(StringColumn.create(name, rows.stream().map(value).map(String::valueOf)));
    return this;
  }

  /** A column of whole numbers. */
  public TableBuilder<T> count(String name, ToLongFunction<? super T> value) {
    table.addColumns(LongColumn.create(name, rows.stream().mapToLong(value)));
    return this;
  }

  /** A column of numbers, rounded to so many decimals and shown without zeros at their end. */
  public TableBuilder<T> number(String name, int decimals, ToDoubleFunction<? super T> value) {
    return number(name, rounded(decimals, value));
  }

  /** A column of numbers as they are. */
  TableBuilder<T> number(String name, ToDoubleFunction<? super T> value) {
    table.addColumns(DoubleColumn.create(name, rows.stream().mapToDouble(value)));
    return this;
  }

  /** A column of numbers, each shown with so many decimals. */
  public TableBuilder<T> fixed(String name, int decimals, ToDoubleFunction<? super T> value) {
    return shown(name, decimals, decimals, value);
  }

  /**
   * A column of numbers, rounded to most decimals, of which least are shown even where they are 0.
   */
  TableBuilder<T> rounded(String name, int least, int most, ToDoubleFunction<? super T> value) {
    return shown(name, least, most, rounded(most, value));
  }

  private TableBuilder<T> shown(
      String name, int least, int most, ToDoubleFunction<? super T> value) {
    var format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMinimumFractionDigits(least);
    format.setMaximumFractionDigits(most);
    number(name, value);
    table.doubleColumn(name).setPrintFormatter(new NumberColumnFormatter(format));
    return this;
  }

  private static <T> ToDoubleFunction<T> rounded(int decimals, ToDoubleFunction<? super T> value) {
    double unit = Math.pow(10, decimals);
    return row -> Math.rint(unit * value.applyAsDouble(row)) / unit;
  }

  /** A column of fractions in per cent, rounded to and shown with two decimals. */
  public TableBuilder<T> percent(String name, ToDoubleFunction<? super T> fraction) {
    return fixed(name, 2, row -> Math.rint(1e4 * fraction.applyAsDouble(row)) / 100);
  }

  /** The table with the columns so far. */
  public Table table() {
    return table;
  }
}
