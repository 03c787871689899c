package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import cnnlabs.evaluate.ActivationStatistics;
import cnnlabs.evaluate.LayerCosts;
import cnnlabs.evaluate.LayerCosts.LayerCost;
import cnnlabs.evaluate.ParameterHistogram;
import cnnlabs.evaluate.ParameterHistogram.Kind;
import cnnlabs.model.ModelSummary;
import cnnlabs.run.Run;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;

/** Figures of what lies between a network's input and its output, layer by layer. */
public final class LayerPlots {

  private static final int BINS = 41;

  private LayerPlots() {}

  /**
   * Histograms of each layer's weights or biases at the epochs whose networks a run kept: a row an
   * epoch, the start on top, a column a layer, whose scale stands below it. The curves of a column
   * share one height.
   */
  public static Figure histograms(String title, Run run, Kind kind) {
    var networks = new LinkedHashMap<String, MultiLayerNetwork>();
    for (int epoch : run.networks().keySet()) {
      networks.put(epoch == 0 ? "start" : "epoch " + epoch, run.network(epoch));
    }
    return histograms(title, run.data().label(), networks, kind);
  }

  /** The same at the ends of several runs of one network, by name: one row per run. */
  public static Figure histograms(String title, Map<String, Run> runs, Kind kind) {
    var networks = new LinkedHashMap<String, MultiLayerNetwork>();
    runs.forEach((name, run) -> networks.put(name, run.network()));
    String data = runs.values().iterator().next().data().label();
    return histograms(title, data, networks, kind);
  }

  private static Figure histograms(
      String title, String data, Map<String, MultiLayerNetwork> networks, Kind kind) {
    List<ParameterHistogram> layers = ParameterHistogram.of(networks, kind, BINS);
    return Ridges.figure("%s: %s (%s)".formatted(title, kind, data), layers);
  }

  /**
   * How much what each layer puts out varies from image to image, at the epochs whose networks a
   * run kept, on a logarithmic axis: where it falls from layer to layer, little of the image
   * reaches the output.
   */
  public static Figure activationVariation(String title, Run run, ImageDataset images) {
    List<Integer> epochs = List.copyOf(run.networks().keySet());
    List<List<ActivationStatistics>> byEpoch =
        epochs.stream().map(epoch -> ActivationStatistics.of(run.trained(epoch), images)).toList();
    LineChart chart =
        LineChart.ofEpochs(
                "%s (%s)".formatted(title, images.provenance().label()),
                "variation from image to image",
                run.networks().lastKey())
            .logarithmic();
    for (int i = 0; i < byEpoch.get(0).size(); i++) {
      int layer = i;
      chart.addMarked(
          byEpoch.get(0).get(layer).layer(),
          epochs,
          byEpoch.stream().map(statistics -> statistics.get(layer).variation()).toList(),
          "solid",
          "epoch %{x}: %{y:.3g}");
    }
    return chart.figure();
  }

  /** The forward and backward time of each layer for one batch, in milliseconds, stacked. */
  public static Figure costs(String title, LayerCosts costs) {
    Layout.LayoutBuilder layout =
        PlotlyText.layout(
                "%s: a step of %d images, path %s"
                    .formatted(title, costs.batchSize(), costs.path()))
            .width(760)
            .height(380)
            .barMode(Layout.BarMode.STACK)
            .xAxis(PlotlyText.axis("layer").type(Axis.Type.CATEGORY).build())
            .yAxis(PlotlyText.axis("milliseconds").build());
    Trace forward = bars("forward", costs, LayerCost::forwardSeconds, 5);
    Trace backward = bars("backward", costs, LayerCost::backwardSeconds, 0);
    return PlotlyText.figure(layout, List.of(forward, backward));
  }

  private static Trace bars(
      String name, LayerCosts costs, ToDoubleFunction<LayerCost> seconds, int color) {
    List<LayerCost> layers = costs.layers();
    return PlotlyTrace.of("bar", name)
        .with("x", layers.stream().map(layer -> layer.summary().name()).toList())
        .with("y", layers.stream().map(layer -> 1e3 * seconds.applyAsDouble(layer)).toList())
        .with("text", layers.stream().map(LayerCost::summary).map(LayerPlots::describe).toList())
        .with("textposition", "none")
        .with("hoverinfo", "text")
        .with("hovertemplate", "%{x}, " + name + ": %{y:.4f} ms<br>%{text}<extra></extra>")
        .with("marker", Map.of("color", Palette.color(color)));
  }

  private static String describe(ModelSummary.Row row) {
    return "%s<br>%,d parameters, %,d multiply-adds an image"
        .formatted(row.description(), row.parameters(), row.multiplyAdds());
  }
}
