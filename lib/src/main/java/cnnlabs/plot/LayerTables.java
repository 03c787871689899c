package cnnlabs.plot;

import cnnlabs.evaluate.FeatureMaps;
import cnnlabs.evaluate.LayerCosts;
import cnnlabs.evaluate.LayerCosts.LayerCost;
import cnnlabs.evaluate.MapStatistics;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Tables of what lies between a network's input and its output. */
public final class LayerTables {

  private LayerTables() {}

  /**
   * One row a layer, and the sum: parameters, arithmetic, memory and measured time. The name has
   * the whole training step, which is measured apart.
   *
   * @param name which network
   */
  public static Table costs(String name, LayerCosts costs) {
    List<LayerCost> layers = costs.layers();
    return Table.create(
        "%s: %d images a step, path %s, whole step with its update %.2f ms"
            .formatted(name, costs.batchSize(), costs.path(), 1e3 * costs.stepSeconds()),
        Tables.strings(
            "layer",
            Stream.concat(layers.stream().map(layer -> layer.summary().name()), Stream.of("all"))),
        Tables.strings(
            "output",
            Stream.concat(
                layers.stream().map(layer -> layer.summary().shapeText()), Stream.of(""))),
        costs("parameters", 0, layers, layer -> layer.summary().parameters()),
        costs("multiply-adds an image", 0, layers, layer -> layer.summary().multiplyAdds()),
        costs("activations KiB", 0, layers, layer -> kibibytes(layer, costs.batchSize())),
        costs("forward ms", 3, layers, layer -> 1e3 * layer.forwardSeconds()),
        costs("backward ms", 3, layers, layer -> 1e3 * layer.backwardSeconds()),
        costs("% of the time", 1, layers, layer -> 100 * layer.seconds() / costs.layerSeconds()));
  }

  private static double kibibytes(LayerCost layer, int batchSize) {
    return layer.summary().activationBytes() * batchSize / 1024.0;
  }

  /** A column of rounded values with their sum below, which is rounded after summing. */
  private static DoubleColumn costs(
      String name, int decimals, List<LayerCost> layers, ToDoubleFunction<LayerCost> value) {
    double sum = layers.stream().mapToDouble(value).sum();
    double unit = Math.pow(10, decimals);
    DoubleColumn column =
        DoubleColumn.create(
            name,
            DoubleStream.concat(layers.stream().mapToDouble(value), DoubleStream.of(sum))
                .map(number -> Math.rint(number * unit) / unit));
    column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(decimals));
    return column;
  }

  /**
   * One row a network: how much a layer's maps tell of the same images, as means over the maps.
   *
   * @param networks by name, maps of the same images
   */
  public static Table featureMaps(Map<String, FeatureMaps> networks) {
    FeatureMaps first = networks.values().iterator().next();
    List<List<MapStatistics>> statistics =
        networks.values().stream().map(FeatureMaps::statistics).toList();
    return Table.create(
        "Feature maps of %,d images: %s"
            .formatted(first.images().size(), first.images().provenance().label()),
        Tables.strings("network", networks.keySet().stream()),
        Tables.strings("layer", networks.values().stream().map(FeatureMaps::layer)),
        IntColumn.create("maps", networks.values().stream().mapToInt(FeatureMaps::maps)),
        LongColumn.create(
            "dead maps",
            statistics.stream()
                .mapToLong(maps -> maps.stream().filter(MapStatistics::dead).count())),
        ofMaps("spread within an image", statistics, MapStatistics::spread),
        ofMaps("variation from image to image", statistics, MapStatistics::variation),
        ofMaps("detail", statistics, MapStatistics::detail));
  }

  private static DoubleColumn ofMaps(
      String name, List<List<MapStatistics>> networks, ToDoubleFunction<MapStatistics> value) {
    return DoubleColumn.create(
        name,
        networks.stream()
            .mapToDouble(
                maps ->
                    rounded(
                        maps.stream()
                            .mapToDouble(value)
                            .filter(Double::isFinite) // A dead map has no detail.
                            .average()
                            .orElse(Double.NaN))));
  }

  private static double rounded(double value) {
    return Math.rint(1e4 * value) / 1e4;
  }
}
