package cnnlabs.plot;

import cnnlabs.plot.LearningCurves.Measured;
import cnnlabs.run.Run;
import cnnlabs.run.SeedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.traces.Trace;

/** What the last epochs gave, so that the effect of a setting is seen against that of the seed. */
public final class SeedPlots {

  private static final int ROW = 32; // height of a group, in pixels

  private SeedPlots() {}

  /**
   * A row a group, from top to bottom: a dot for the accuracy of each seed's last epoch, a diamond
   * for their mean, and a cross where a report gives a figure.
   *
   * @param title what the groups have in common
   * @param groups at least one
   * @param measured on which split; a run that did not measure it has no dot
   * @param report the name of the report that gives the figures
   * @param reported the report's figure in per cent by the group's name; may lack any
   */
  public static Figure accuracy(
      String title,
      List<SeedGroup> groups,
      Measured measured,
      String report,
      Map<String, Double> reported) {
    var traces = new ArrayList<Trace>();
    traces.add(dots(groups, measured));
    var diamond = Map.of("color", Palette.color(0), "symbol", "diamond", "size", 11);
    traces.add(
        points("mean", diamond, groups, group -> group.of(run -> percent(run, measured)).mean())
            .with("hovertemplate", "%{y}, mean: %{x:.2f} %<extra></extra>"));
    if (!reported.isEmpty()) {
      var cross = Map.of("color", Palette.color(1), "symbol", "x", "size", 10);
      traces.add(
          points(report, cross, groups, group -> reported.getOrDefault(group.name(), Double.NaN))
              .with("hovertemplate", "%{y}, " + report + ": %{x} %<extra></extra>"));
    }
    String source = groups.get(0).first().data().label();
    return PlotlyText.figure(
        PlotlyText.layout("%s (%s)".formatted(title, source))
            .width(760)
            .height(170 + ROW * groups.size())
            .showLegend(true)
            .margin(Margin.builder().left(130).right(40).top(80).bottom(70).build())
            .xAxis(PlotlyText.axis(measured.label() + " accuracy (%)").build())
            .yAxis(
                Axis.builder().type(Axis.Type.CATEGORY).autoRange(Axis.AutoRange.REVERSED).build()),
        traces);
  }

  private static Trace dots(List<SeedGroup> groups, Measured measured) {
    var x = new ArrayList<Double>();
    var y = new ArrayList<String>();
    var texts = new ArrayList<String>();
    for (SeedGroup group : groups) {
      for (Run run : group.runs()) {
        double percent = percent(run, measured);
        if (!Double.isNaN(percent)) {
          x.add(percent);
          y.add(group.name());
          texts.add("seed " + run.hyperparameters().seed());
        }
      }
    }
    return PlotlyTrace.of("scatter", "a seed")
        .with("mode", "markers")
        .with("x", x)
        .with("y", y)
        .with("text", texts)
        .with("marker", Map.of("color", Palette.color(5), "size", 8))
        .with("hovertemplate", "%{y}, %{text}: %{x:.2f} %<extra></extra>");
  }

  private static PlotlyTrace points(
      String name,
      Map<String, ?> marker,
      List<SeedGroup> groups,
      Function<SeedGroup, Double> value) {
    List<SeedGroup> known =
        groups.stream().filter(group -> !Double.isNaN(value.apply(group))).toList();
    return PlotlyTrace.of("scatter", name)
        .with("mode", "markers")
        .with("x", known.stream().map(value).toList())
        .with("y", known.stream().map(SeedGroup::name).toList())
        .with("marker", marker);
  }

  private static double percent(Run run, Measured measured) {
    return run.history()
        .last()
        .flatMap(measured::of)
        .map(metrics -> 100 * metrics.accuracy())
        .orElse(Double.NaN);
  }
}
