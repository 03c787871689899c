package cnnlabs.plot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.components.HoverLabel;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A trace with attributes that Tablesaw's own traces do not have, such as colour scales and texts
 * to hover over.
 *
 * @param name what the legend calls it
 * @param attributes Plotly's, as its <a
 *     href="https://plotly.com/javascript/reference/">reference</a> names them
 */
record PlotlyTrace(String name, Map<String, Object> attributes) implements Trace {

  /** A trace without data. */
  static PlotlyTrace of(String type, String name) {
    return new PlotlyTrace(name, Map.of()).with("type", type).with("name", PlotlyText.html(name));
  }

  static PlotlyTrace line(
      String name, List<? extends Number> x, List<? extends Number> y, String color) {
    return line(name, x, y, color, "solid");
  }

  /** A line of width 2 through points; of a single one, a dot, since no line would be seen. */
  static PlotlyTrace line(
      String name, List<? extends Number> x, List<? extends Number> y, String color, String dash) {
    return of("scatter", name)
        .with("mode", x.size() == 1 ? "lines+markers" : "lines")
        .with("x", x)
        .with("y", y)
        .with("line", Map.of("color", color, "dash", dash, "width", 2));
  }

  /** A thin grey line, for what is no measurement. */
  static PlotlyTrace mark(String name, List<Integer> x, List<? extends Number> y) {
    return line(name, x, y, Palette.NEUTRAL)
        .with("line", Map.of("color", Palette.NEUTRAL, "width", 1));
  }

  /** This trace and one attribute more. */
  PlotlyTrace with(String attribute, Object value) {
    var more = new LinkedHashMap<>(attributes);
    more.put(attribute, value);
    return new PlotlyTrace(name, more);
  }

  @Override
  public String asJavascript(int index) {
    return "var trace%d = %s;".formatted(index, PlotlyText.json(attributes));
  }

  @Override
  public @Nullable HoverLabel hoverLabel() {
    return null;
  }

  @Override
  public boolean showLegend() {
    return !Boolean.FALSE.equals(attributes.get("showlegend"));
  }
}
