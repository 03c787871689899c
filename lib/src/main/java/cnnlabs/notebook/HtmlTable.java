package cnnlabs.notebook;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unbescape.html.HtmlEscape;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** A Tablesaw table as an HTML table: numbers to the right, missing values as a dash. */
final class HtmlTable {

  private HtmlTable() {}

  static String of(Table table) {
    String head =
        table.columns().stream()
            .map(column -> "<th%s>%s</th>".formatted(align(column), escape(column.name())))
            .collect(Collectors.joining());
    String body =
        IntStream.range(0, table.rowCount())
            .mapToObj(row -> "<tr>" + cells(table, row) + "</tr>")
            .collect(Collectors.joining("\n"));
    return """
        <table>
        <caption style="caption-side:top;text-align:left;font-weight:bold">%s</caption>
        <thead><tr>%s</tr></thead>
        <tbody>
        %s
        </tbody>
        </table>
        """
        .formatted(escape(table.name()), head, body);
  }

  static String escape(String text) {
    return HtmlEscape.escapeHtml4Xml(text);
  }

  /** Escaped, each line below the one before. */
  static String lines(String text) {
    return escape(text).replace("\n", "<br>");
  }

  private static String cells(Table table, int row) {
    return table.columns().stream()
        .map(column -> "<td%s>%s</td>".formatted(align(column), escape(cell(column, row))))
        .collect(Collectors.joining());
  }

  private static String cell(Column<?> column, int row) {
    if (column.isMissing(row)) {
      return "–";
    }
    Object value = column.get(row);
    boolean whole = value instanceof Integer || value instanceof Long || value instanceof Short;
    return whole ? "%,d".formatted(((Number) value).longValue()) : column.getString(row);
  }

  private static String align(Column<?> column) {
    String side = column instanceof NumericColumn ? "right" : "left";
    return " style=\"text-align:" + side + "\"";
  }
}
