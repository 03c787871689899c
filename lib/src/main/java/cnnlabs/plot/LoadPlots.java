package cnnlabs.plot;

import cnnlabs.device.DeviceLoad;
import cnnlabs.device.LoadSample;
import cnnlabs.engine.BackEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.traces.Trace;

/** How busy the device was while networks trained, and the memory in use. */
public final class LoadPlots {

  private static final double MEBIBYTE = 1 << 20;
  private static final List<String> DASHES = List.of("solid", "dash", "dot", "dashdot");

  private LoadPlots() {}

  /**
   * One row for each thing that ran: how long, mean and greatest load in per cent, and the most
   * memory. What the system does not say is missing.
   *
   * @param loads by name, at least one, all of the same device
   */
  public static Table table(String name, Map<String, DeviceLoad> loads) {
    return Table.create(
        title(name, loads),
        Tables.strings("what ran", loads.keySet().stream()),
        fixed(1, "seconds", loads, DeviceLoad::seconds),
        fixed(0, "mean load %", loads, load -> 100 * load.meanLoad()),
        fixed(0, "greatest load %", loads, load -> 100 * load.peakLoad()),
        fixed(0, "most memory MiB", loads, load -> load.peakMemoryBytes() / MEBIBYTE));
  }

  /** Load in per cent of the whole device, against time; a curve for each thing that ran. */
  public static Figure load(String title, Map<String, DeviceLoad> loads) {
    boolean cpu = backEnd(loads).kind().equals(BackEnd.CPU);
    return figure(
        title(title, loads),
        cpu ? "load (% of all cores)" : "load (% of the time)",
        100,
        loads,
        sample -> 100 * sample.load());
  }

  /** Memory in use, against time; a curve for each thing that ran. */
  public static Figure memory(String title, Map<String, DeviceLoad> loads) {
    double highest = greatest(loads, DeviceLoad::peakMemoryBytes) / MEBIBYTE;
    return figure(
        title(title, loads),
        "memory (MiB)",
        highest,
        loads,
        sample -> sample.memoryBytes() / MEBIBYTE);
  }

  private static Figure figure(
      String title,
      String measure,
      double highest,
      Map<String, DeviceLoad> loads,
      ToDoubleFunction<LoadSample> value) {
    var traces = new ArrayList<Trace>();
    loads.forEach(
        (name, load) ->
            traces.add(
                PlotlyTrace.of("scatter", name)
                    .with("mode", "lines+markers")
                    .with("x", load.samples().stream().map(LoadSample::seconds).toList())
                    .with("y", load.samples().stream().mapToDouble(value).boxed().toList())
                    .with("line", line(traces.size()))
                    .with("hovertemplate", "%{x:.1f} s: %{y:.0f}")));
    return new Figure(
        PlotlyText.layout(title)
            .width(760)
            .height(380)
            .showLegend(true)
            .xAxis(axis("seconds", greatest(loads, DeviceLoad::seconds)))
            .yAxis(axis(measure, highest))
            .build(),
        traces.toArray(Trace[]::new));
  }

  /** From 0 to a little more than the greatest value. */
  private static Axis axis(String title, double highest) {
    return PlotlyText.axis(title).range(0, 1.05 * highest).build();
  }

  /** Of what is known; 1 where nothing is. */
  private static double greatest(
      Map<String, DeviceLoad> loads, ToDoubleFunction<DeviceLoad> value) {
    return loads.values().stream().mapToDouble(value).filter(Double::isFinite).max().orElse(1);
  }

  private static Map<String, String> line(int index) {
    return Map.of("color", Palette.color(index), "dash", DASHES.get(index % DASHES.size()));
  }

  private static String title(String title, Map<String, DeviceLoad> loads) {
    return "%s: %s, %s".formatted(title, backEnd(loads).kind(), backEnd(loads).device());
  }

  private static BackEnd backEnd(Map<String, DeviceLoad> loads) {
    return loads.values().iterator().next().backEnd();
  }

  private static DoubleColumn fixed(
      int decimals,
      String name,
      Map<String, DeviceLoad> loads,
      ToDoubleFunction<DeviceLoad> value) {
    DoubleColumn column = DoubleColumn.create(name, loads.values().stream().mapToDouble(value));
    column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(decimals));
    return column;
  }
}
