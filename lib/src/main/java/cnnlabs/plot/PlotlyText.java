package cnnlabs.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Texts on their way into a figure's script, so that titles and names are shown as they are,
 * whatever they hold. Tablesaw's builders get their titles and names here only.
 */
final class PlotlyText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PlotlyText() {}

  /** The layout of a figure with this title. */
  static Layout.LayoutBuilder layout(String title) {
    return Layout.builder(quoted(title));
  }

  /** An axis with this title. */
  static Axis.AxisBuilder axis(String title) {
    return Axis.builder().title(quoted(title));
  }

  /** Escapes a text for where Plotly reads HTML; it knows no entity of quotes. */
  static String html(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** JSON that can stand in a script element: no text in it looks like a tag. */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A figure holds what JSON does not know: " + value, e);
    }
  }

  static Figure figure(Layout.LayoutBuilder layout, List<? extends Trace> traces) {
    return new Figure(layout.build(), traces.toArray(Trace[]::new));
  }

  /**
   * Escapes what Tablesaw does not, which writes a text between single quotes as HTML: a backslash
   * or a line break would break the script, and Plotly does not know the entity of a double quote.
   */
  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\x22").replaceAll("\\R", " ");
  }
}
