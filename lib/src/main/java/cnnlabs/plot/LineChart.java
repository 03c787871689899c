package cnnlabs.plot;

import static tech.tablesaw.plotly.components.TickSettings.ExponentFormat.POWER;
import static tech.tablesaw.plotly.components.TickSettings.TickMode.AUTO;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.TickSettings;
import tech.tablesaw.plotly.traces.Trace;

/** A chart of lines, to which one is added after the other. */
public final class LineChart {

  private static final String AT_EPOCH = "epoch %{x}: %{y}";

  private final Layout.LayoutBuilder layout;
  private final Axis.AxisBuilder x;
  private final Axis.AxisBuilder y;
  private final List<Trace> traces = new ArrayList<>();

  LineChart(String title, String x, String y) {
    layout = PlotlyText.layout(title).width(760).height(380);
    this.x = PlotlyText.axis(x);
    this.y = PlotlyText.axis(y);
  }

  /**
   * What was measured after each epoch.
   *
   * @param title what is shown, and of which data
   * @param measure the values' name and unit, for the axis
   * @param series by name, in the order of the legend; the first value is that of epoch 1
   */
  public static Figure byEpoch(String title, String measure, Map<String, double[]> series) {
    int longest = series.values().stream().mapToInt(values -> values.length).max().orElse(0);
    LineChart chart = ofEpochs(title, measure, longest).legend();
    series.forEach(
        (name, values) ->
            chart.addMarked(
                name,
                IntStream.rangeClosed(1, values.length).boxed().toList(),
                DoubleStream.of(values).boxed().toList(),
                "solid",
                AT_EPOCH));
    return chart.figure();
  }

  /**
   * What was measured at some epochs only, such as those whose networks a run kept; otherwise as
   * {@link #byEpoch}.
   *
   * @param epochs in ascending order
   * @param series by name, a value an epoch
   */
  public static Figure atEpochs(
      String title, String measure, List<Integer> epochs, Map<String, List<Double>> series) {
    int last = epochs.stream().mapToInt(Integer::intValue).max().orElse(0);
    LineChart chart = ofEpochs(title, measure, last).height(400);
    series.forEach(
        (name, values) ->
            chart.addMarked(
                name, epochs, values.stream().map(Numbers::rounded).toList(), "solid", AT_EPOCH));
    return chart.figure();
  }

  /** An empty chart of epochs, with no more ticks than epochs, so that none stands at a half. */
  static LineChart ofEpochs(String title, String measure, int epochs) {
    var chart = new LineChart(title, "epoch", measure);
    int ticks = Math.min(Math.max(epochs, 1), 11);
    chart.x.tickSettings(TickSettings.builder().tickMode(AUTO).nTicks(ticks).build());
    return chart;
  }

  LineChart height(int height) {
    layout.height(height);
    return this;
  }

  /** With a legend even where there is only one line. */
  LineChart legend() {
    layout.showLegend(true);
    return this;
  }

  /** Shows x from 0 to this value. */
  LineChart widthTo(Number greatest) {
    x.range(0, greatest);
    return this;
  }

  /** Shows y from 0 to this value. */
  LineChart heightTo(Number greatest) {
    y.range(0, greatest);
    return this;
  }

  /** With powers of ten along y, rather than steps. */
  LineChart logarithmic() {
    var ticks = TickSettings.builder().tickMode(AUTO).exponentFormat(POWER);
    y.type(Axis.Type.LOG).tickSettings(ticks.build());
    return this;
  }

  LineChart add(Trace line) {
    traces.add(line);
    return this;
  }

  /** A line in the next colour, with a dot at each of its points. */
  LineChart addMarked(
      String name, List<? extends Number> x, List<Double> y, String dash, String hover) {
    return add(
        PlotlyTrace.line(name, x, y, Palette.color(traces.size()), dash)
            .with("mode", "lines+markers")
            .with("hovertemplate", hover));
  }

  /** The range around a line, between two others; the legend hides it with the line's group. */
  LineChart addBand(
      String group, List<Integer> x, List<Double> upper, List<Double> lower, String color) {
    return add(
        PlotlyTrace.line(group + ", range", thereAndBack(x, x), thereAndBack(upper, lower), color)
            .with("mode", "lines")
            .with("fill", "toself")
            .with("fillcolor", color)
            .with("opacity", 0.2)
            .with("line", Map.of("color", color, "width", 0))
            .with("legendgroup", group)
            .with("hoverinfo", "skip")
            .with("showlegend", false));
  }

  /** The outline of a band: along its upper edge, and back along its lower one. */
  private static <T> List<T> thereAndBack(List<T> upper, List<T> lower) {
    var back = new ArrayList<>(lower);
    Collections.reverse(back);
    return Stream.concat(upper.stream(), back.stream()).toList();
  }

  /** How many were added. */
  int lines() {
    return traces.size();
  }

  Figure figure() {
    return PlotlyText.figure(layout.xAxis(x.build()).yAxis(y.build()), traces);
  }
}
