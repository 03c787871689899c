package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.evaluate.ConfusionMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Margin;
import tech.tablesaw.plotly.traces.Trace;

/** Figures of a data set: its pixels, and how a network confuses its classes. */
public final class DataPlots {

  private static final int CELL = 44;

  /** Above this share of a class, in per cent, a cell is so bright that its count is black. */
  private static final double BRIGHT = 55;

  private DataPlots() {}

  /**
   * A row a class, a column for each class that its images are taken for: the count in each cell,
   * and in its colour the share of the class, in per cent.
   */
  public static Figure confusionMatrix(String title, ConfusionMatrix matrix) {
    List<String> names = matrix.classNames();
    int classes = names.size();
    double[][] shares = new double[classes][classes];
    String[][] texts = new String[classes][classes];
    var x = new ArrayList<String>();
    var y = new ArrayList<String>();
    var counts = new ArrayList<String>();
    var colors = new ArrayList<String>();
    for (int label = 0; label < classes; label++) {
      int images = matrix.images(label);
      for (int predicted = 0; predicted < classes; predicted++) {
        int count = matrix.count(label, predicted);
        double share = images == 0 ? 0 : 100.0 * count / images;
        shares[label][predicted] = share;
        texts[label][predicted] = "%,d of %,d images".formatted(count, images);
        if (count > 0) {
          x.add(names.get(predicted));
          y.add(names.get(label));
          counts.add(String.valueOf(count));
          colors.add(share > BRIGHT ? "black" : "white");
        }
      }
    }
    Trace cells =
        PlotlyTrace.of("heatmap", "share of the class")
            .with("x", names)
            .with("y", names)
            .with("z", shares)
            .with("text", texts)
            .with("zmin", 0)
            .with("zmax", 100)
            .with("colorscale", "Viridis")
            .with("colorbar", Map.of("title", "% of the class"))
            .with("hovertemplate", "%{y} taken for %{x}: %{text}, %{z:.1f} %<extra></extra>");
    Trace written =
        PlotlyTrace.of("scatter", "images")
            .with("mode", "text")
            .with("x", x)
            .with("y", y)
            .with("text", counts)
            .with("textfont", Map.of("color", colors, "size", 11))
            .with("hoverinfo", "skip")
            .with("showlegend", false);
    var reversed = PlotlyText.axis("class").autoRange(Axis.AutoRange.REVERSED);
    return PlotlyText.figure(
        PlotlyText.layout("%s (%s)".formatted(title, matrix.images().provenance().label()))
            .width(230 + CELL * classes)
            .height(220 + CELL * classes)
            .margin(Margin.builder().left(110).right(100).top(90).bottom(110).build())
            .xAxis(PlotlyText.axis("taken for").type(Axis.Type.CATEGORY).build())
            .yAxis(reversed.type(Axis.Type.CATEGORY).build()),
        List.of(cells, written));
  }

  /**
   * How often each value of a pixel occurs behind a normalization, a curve a channel, with its mean
   * and standard deviation in the legend.
   *
   * @param normalization {@code Normalization.of(0, 1 / 255.0)} shows the bytes themselves
   */
  public static Figure pixelValues(String title, ImageDataset images, Normalization normalization) {
    int channels = images.shape().channels();
    List<long[]> counts = IntStream.range(0, channels).mapToObj(images::histogram).toList();
    double pixels = (double) images.size() * images.shape().area();
    long most = counts.stream().flatMapToLong(LongStream::of).max().orElse(0);
    LineChart chart =
        new LineChart(
                "%s (%s)".formatted(title, images.provenance().label()),
                "value of a pixel",
                "% of the pixels")
            .height(340)
            .legend()
            .heightTo(most * 105.0 / pixels);
    boolean grey = channels == 1;
    List<String> names = grey ? List.of("grey") : List.of("red", "green", "blue");
    int[] colors = grey ? new int[] {6} : new int[] {1, 2, 0};
    for (int i = 0; i < channels; i++) {
      String color = Palette.color(colors[i]);
      chart.add(channel(names.get(i), color, counts.get(i), normalization.table(i), pixels));
    }
    return chart.figure();
  }

  private static Trace channel(
      String channel, String color, long[] counts, float[] values, double pixels) {
    double mean = 0;
    double squares = 0;
    var x = new ArrayList<Float>();
    var shares = new ArrayList<Double>();
    for (int level = 0; level < counts.length; level++) {
      double share = counts[level] / pixels;
      x.add(values[level]);
      shares.add(100 * share);
      mean += share * values[level];
      squares += share * values[level] * values[level];
    }
    double deviation = Math.sqrt(Math.max(0, squares - mean * mean));
    String name =
        "%s: mean %s, deviation %s"
            .formatted(channel, Numbers.brief(mean), Numbers.brief(deviation));
    return PlotlyTrace.line(name, x, shares, color)
        .with("line", Map.of("color", color, "width", 1.5))
        .with("hovertemplate", "%{x:.3f}: %{y:.2f} %<extra></extra>");
  }
}
