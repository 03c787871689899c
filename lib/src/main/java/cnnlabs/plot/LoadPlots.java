package cnnlabs.plot;

import cnnlabs.device.DeviceLoad;
import cnnlabs.device.LoadSample;
import cnnlabs.engine.BackEnd;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

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
    return Tables.of(title(name, loads), "what ran", loads)
        .fixed("seconds", 1, DeviceLoad::seconds)
        .fixed("mean load %", 0, load -> 100 * load.meanLoad())
        .fixed("greatest load %", 0, load -> 100 * load.peakLoad())
        .fixed("most memory MiB", 0, load -> load.peakMemoryBytes() / MEBIBYTE)
        .table();
  }

  /** Load in per cent of the whole device, against time; a curve for each thing that ran. */
  public static Figure load(String title, Map<String, DeviceLoad> loads) {
    boolean cpu = backEnd(loads).kind().equals(BackEnd.CPU);
    String measure = cpu ? "load (% of all cores)" : "load (% of the time)";
    return figure(title, loads, measure, 100, sample -> 100 * sample.load());
  }

  /** Memory in use, against time; a curve for each thing that ran. */
  public static Figure memory(String title, Map<String, DeviceLoad> loads) {
    double highest = greatest(loads, DeviceLoad::peakMemoryBytes) / MEBIBYTE;
    return figure(title, loads, "memory (MiB)", highest, sample -> sample.memoryBytes() / MEBIBYTE);
  }

  private static Figure figure(
      String title,
      Map<String, DeviceLoad> loads,
      String measure,
      double highest,
      ToDoubleFunction<LoadSample> value) {
    LineChart chart =
        new LineChart(title(title, loads), "seconds", measure)
            .legend()
            .widthTo(1.05 * greatest(loads, DeviceLoad::seconds))
            .heightTo(1.05 * highest);
    loads.forEach(
        (name, load) ->
            chart.addMarked(
                name,
                load.samples().stream().map(LoadSample::seconds).toList(),
                load.samples().stream().mapToDouble(value).boxed().toList(),
                DASHES.get(chart.lines() % DASHES.size()),
                "%{x:.1f} s: %{y:.0f}"));
    return chart.figure();
  }

  /** Of what is known; 1 where nothing is. */
  private static double greatest(
      Map<String, DeviceLoad> loads, ToDoubleFunction<DeviceLoad> value) {
    return loads.values().stream().mapToDouble(value).filter(Double::isFinite).max().orElse(1);
  }

  private static String title(String title, Map<String, DeviceLoad> loads) {
    return "%s: %s, %s".formatted(title, backEnd(loads).kind(), backEnd(loads).device());
  }

  private static BackEnd backEnd(Map<String, DeviceLoad> loads) {
    return loads.values().iterator().next().backEnd();
  }
}
