package cnnlabs.plot;

import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.TickSettings;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** A figure of numbers that no run of {@code cnnlabs.run} holds. */
public final class Curves {

  private Curves() {}

  /**
   * A curve a series of values, one value an epoch.
   *
   * @param title what is shown, and of which data
   * @param measure the values' name and unit, for the axis
   * @param series by name, in the order of the legend; the first value is that of epoch 1
   */
  public static Figure byEpoch(String title, String measure, Map<String, double[]> series) {
    Trace[] traces = new Trace[series.size()];
    int next = 0;
    for (Map.Entry<String, double[]> one : series.entrySet()) {
      double[] values = one.getValue();
      double[] epochs = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
      traces[next] =
          PlotlyText.curve(one.getKey(), epochs, values)
              .mode(ScatterTrace.Mode.LINE_AND_MARKERS)
              .line(Line.builder().color(Palette.color(next)).width(2).build())
              .build();
      next++;
    }
    Layout layout =
        PlotlyText.layout(title)
            .width(760)
            .height(380)
            .showLegend(true)
            .xAxis(PlotlyText.axis("epoch").tickSettings(ticks(series)).build())
            .yAxis(PlotlyText.axis(measure).build())
            .build();
    return new Figure(layout, traces);
  }

  /** No more ticks than epochs, so that none stands at a half. */
  private static TickSettings ticks(Map<String, double[]> series) {
    int longest = series.values().stream().mapToInt(values -> values.length).max().orElse(1);
    return TickSettings.builder()
        .tickMode(TickSettings.TickMode.AUTO)
        .nTicks(Math.min(longest, 11))
        .build();
  }
}
