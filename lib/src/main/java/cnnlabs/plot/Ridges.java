package cnnlabs.plot;

import cnnlabs.evaluate.ParameterHistogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.components.TickSettings;
import tech.tablesaw.plotly.traces.Trace;

/** Histograms as hills one behind the other: a column for each layer, a row for each network. */
final class Ridges {

  private static final int WIDTH = 860;
  private static final int ROW_HEIGHT = 64;

  /** The highest hill of a column, in rows. */
  private static final double HEIGHT = 1.3;

  /** Half a column's width, the rest being the space between columns. */
  private static final double HALF = 0.46;

  private Ridges() {}

  static Figure figure(String title, List<ParameterHistogram> layers) {
    List<String> names = List.copyOf(layers.get(0).counts().keySet());
    var traces = new ArrayList<Trace>();
    for (int row = 0; row < names.size(); row++) {
      for (int column = 0; column < layers.size(); column++) {
        traces.add(hill(layers.get(column), column, names, row));
      }
    }
    return PlotlyText.figure(
        PlotlyText.layout(title)
            .width(WIDTH)
            .height(160 + ROW_HEIGHT * names.size())
            .margin(Margin.builder().left(110).right(30).top(70).bottom(70).build())
            .showLegend(false)
            .xAxis(layerAxis(layers))
            .yAxis(nameAxis(names)),
        traces);
  }

  private static Trace hill(ParameterHistogram histogram, int column, List<String> names, int row) {
    String name = names.get(row);
    List<Integer> counts = histogram.counts().getOrDefault(name, List.of());
    int highest =
        histogram.counts().values().stream()
            .flatMap(List::stream)
            .mapToInt(Integer::intValue)
            .max()
            .orElse(1);
    double base = names.size() - 1 - row;
    var x = new ArrayList<Double>();
    var y = new ArrayList<Double>();
    var text = new ArrayList<String>();
    for (int bin = 0; bin < counts.size(); bin++) {
      double middle = (histogram.edge(bin) + histogram.edge(bin + 1)) / 2;
      x.add(column + 0.5 + (histogram.bound() == 0 ? 0 : HALF * middle / histogram.bound()));
      y.add(base + HEIGHT * counts.get(bin) / highest);
      text.add(
          "%s, %s: %,d of %,d %s from %s to %s"
              .formatted(
                  PlotlyText.html(name),
                  PlotlyText.html(histogram.layer()),
                  counts.get(bin),
                  histogram.parameters(),
                  histogram.kind(),
                  Numbers.brief(histogram.edge(bin)),
                  Numbers.brief(histogram.edge(bin + 1))));
    }
    double share = names.size() == 1 ? 0.5 : 0.85 * row / (names.size() - 1);
    var color = Palette.viridis(share);
    String rgb = "%d,%d,%d".formatted(color.getRed(), color.getGreen(), color.getBlue());
    return PlotlyTrace.of("scatter", name + ", " + histogram.layer())
        .with("mode", "lines")
        .with("x", closed(x, x.get(0), x.get(x.size() - 1)))
        .with("y", closed(y, base, base))
        .with("text", closed(text, "", ""))
        .with("hoverinfo", "text")
        .with("hoveron", "points")
        .with("fill", "toself")
        .with("fillcolor", "rgba(" + rgb + ",0.75)")
        .with("line", Map.of("color", "rgb(" + rgb + ")", "width", 1))
        .with("showlegend", false);
  }

  /** The outline of a hill, with its two feet. */
  private static <T> List<T> closed(List<T> values, T first, T last) {
    return Stream.of(List.of(first), values, List.of(last)).flatMap(List::stream).toList();
  }

  private static Axis layerAxis(List<ParameterHistogram> layers) {
    List<String> texts = layers.stream().map(Ridges::tick).toList();
    return Axis.builder()
        .range(0, layers.size())
        .showGrid(false)
        .tickSettings(ticks(texts, column -> column + 0.5))
        .build();
  }

  private static String tick(ParameterHistogram layer) {
    String bound = Numbers.brief(layer.bound());
    return "%s<br>-%s…%s".formatted(PlotlyText.html(layer.layer()), bound, bound);
  }

  private static Axis nameAxis(List<String> names) {
    List<String> texts = names.stream().map(PlotlyText::html).toList();
    return Axis.builder()
        .range(-0.1, names.size() - 1 + HEIGHT + 0.1)
        .tickSettings(ticks(texts, row -> names.size() - 1.0 - row))
        .build();
  }

  private static TickSettings ticks(List<String> texts, IntToDoubleFunction place) {
    double[] places = IntStream.range(0, texts.size()).mapToDouble(place).toArray();
    return TickSettings.builder()
        .tickMode(TickSettings.TickMode.ARRAY)
        .arrayTicks(places, texts.toArray(String[]::new))
        .build();
  }
}
