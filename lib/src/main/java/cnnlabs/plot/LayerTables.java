package cnnlabs.plot;

import cnnlabs.evaluate.FeatureMaps;
import cnnlabs.evaluate.LayerCosts;
import cnnlabs.evaluate.LayerCosts.LayerCost;
import cnnlabs.evaluate.MapStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/** Tables of what lies between a network's input and its output. */
public final class LayerTables {

  private LayerTables() {}

  /**
   * One row a layer, and the sum: parameters, arithmetic, memory and measured time. The name has
   * the whole training step, which is measured apart.
   */
  public static Table costs(String name, LayerCosts costs) {
    Stream<Optional<LayerCost>> rows = costs.layers().stream().map(Optional::of);
    TableBuilder<Optional<LayerCost>> table =
        Tables.of(
                "%s: %d images a step, path %s, whole step with its update %.2f ms"
                    .formatted(name, costs.batchSize(), costs.path(), 1e3 * costs.stepSeconds()),
                Stream.concat(rows, Stream.of(Optional.<LayerCost>empty())).toList())
            .text("layer", row -> row.map(layer -> layer.summary().name()).orElse("all"))
            .text("output", row -> row.map(layer -> layer.summary().shapeText()).orElse(""));
    add(table, "parameters", 0, costs, layer -> layer.summary().parameters());
    add(table, "multiply-adds an image", 0, costs, layer -> layer.summary().multiplyAdds());
    double kibibyte = costs.batchSize() / 1024.0;
    add(table, "activations KiB", 0, costs, layer -> kibibyte * layer.summary().activationBytes());
    add(table, "forward ms", 3, costs, layer -> 1e3 * layer.forwardSeconds());
    add(table, "backward ms", 3, costs, layer -> 1e3 * layer.backwardSeconds());
    add(table, "% of the time", 1, costs, layer -> 100 * layer.seconds() / costs.layerSeconds());
    return table.table();
  }

  /** A column of rounded values with their sum below, which is rounded after summing. */
  private static void add(
      TableBuilder<Optional<LayerCost>> table,
      String name,
      int decimals,
      LayerCosts costs,
      ToDoubleFunction<LayerCost> value) {
    double sum = costs.layers().stream().mapToDouble(value).sum();
    table.rounded(name, decimals, decimals, row -> row.map(value::applyAsDouble).orElse(sum));
  }

  /** One row a network: how much its maps of the same images tell, as means over the maps. */
  public static Table featureMaps(Map<String, FeatureMaps> networks) {
    FeatureMaps first = networks.values().iterator().next();
    return Tables.of(
            "Feature maps of %,d images: %s"
                .formatted(first.images().size(), first.images().provenance().label()),
            "network",
            networks)
        .text("layer", FeatureMaps::layer)
        .count("maps", FeatureMaps::maps)
        .count("dead maps", maps -> maps.statistics().stream().filter(MapStatistics::dead).count())
        .number("spread within an image", 4, maps -> mean(maps, MapStatistics::spread))
        .number("variation from image to image", 4, maps -> mean(maps, MapStatistics::variation))
        .number("detail", 4, maps -> mean(maps, MapStatistics::detail))
        .table();
  }

  private static double mean(FeatureMaps maps, ToDoubleFunction<MapStatistics> value) {
    return maps.statistics().stream()
        .mapToDouble(value)
        .filter(Double::isFinite) // A dead map has no detail.
        .average()
        .orElse(Double.NaN);
  }
}
