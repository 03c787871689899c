package cnnlabs.plot;

import cnnlabs.evaluate.ConfusionMatrix;
import cnnlabs.evaluate.FeatureMaps;
import cnnlabs.evaluate.LayerCosts;
import cnnlabs.evaluate.LayerCosts.LayerCost;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.MapStatistics;
import cnnlabs.model.ModelSummary;
import cnnlabs.train.Run;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tables of runs and networks. */
public final class Tables {

  private Tables() {}

  /**
   * One row a run, in the runs' order: settings, errors of the last epoch in per cent, time, and
   * where it was trained. What a diverged or interrupted run did not reach is missing.
   */
  public static Table results(List<Run> runs) {
    return Table.create(
        "Results" + runs.stream().findFirst().map(run -> ": " + run.data()).orElse(""),
        strings("network", runs.stream().map(run -> run.trial().architecture().label())),
        strings("loss", runs.stream().map(run -> run.hyperparameters().loss())),
        strings("optimizer", runs.stream().map(run -> run.hyperparameters().optimizer())),
        doubles("learning rate", runs, run -> run.hyperparameters().learningRate()),
        IntColumn.create(
            "batch size", runs.stream().mapToInt(run -> run.hyperparameters().batchSize())),
        IntColumn.create("epochs", runs.stream().mapToInt(run -> run.history().epochs().size())),
        LongColumn.create("seed", runs.stream().mapToLong(run -> run.hyperparameters().seed())),
        errors("training error %", runs, Run::trainingError),
        errors("test error %", runs, Run::testError),
        strings("status", runs.stream().map(Run::status)),
        doubles("seconds", runs, run -> Math.rint(run.history().seconds())),
        strings("back end", runs.stream().map(Tables::backEnd)));
  }

  /**
   * The norm of each layer's gradient, a column a network.
   *
   * @param networks by name, the statistics of networks with the same layers
   */
  public static Table gradientNorms(String name, Map<String, List<LayerStatistics>> networks) {
    List<LayerStatistics> layers = networks.values().iterator().next();
    Table table = Table.create(name, strings("layer", layers.stream().map(LayerStatistics::layer)));
    networks.forEach(
        (network, statistics) ->
            table.addColumns(
                strings(
                    network,
                    statistics.stream().map(layer -> "%.2e".formatted(layer.gradientNorm())))));
    return table;
  }

  /** One row a layer, and the sum. */
  public static Table summary(String name, ModelSummary summary) {
    List<ModelSummary.Row> rows = summary.rows();
    Table table =
        Table.create(
            name,
            strings("layer", rows.stream().map(ModelSummary.Row::name)),
            strings("kind", rows.stream().map(ModelSummary.Row::description)),
            strings("output", rows.stream().map(row -> shape(row.outputShape()))),
            LongColumn.create("parameters", rows.stream().mapToLong(ModelSummary.Row::parameters)),
            LongColumn.create(
                "multiply-adds", rows.stream().mapToLong(ModelSummary.Row::multiplyAdds)));
    table.stringColumn("layer").append("all");
    table.stringColumn("kind").append("");
    table.stringColumn("output").append("");
    table.longColumn("parameters").append(summary.parameters());
    table.longColumn("multiply-adds").append(summary.multiplyAdds());
    return table;
  }

  /**
   * One row a layer, and the sum: parameters, arithmetic, memory and measured time. The name has
   * the whole training step, which is measured apart.
   *
   * @param name which network
   */
  public static Table costs(String name, LayerCosts costs) {
    List<LayerCost> layers = costs.layers();
    Table table =
        Table.create(
            "%s: %d images a step, path %s, whole step with its update %.2f ms"
                .formatted(name, costs.batchSize(), costs.path(), 1e3 * costs.stepSeconds()),
            strings("layer", layers.stream().map(layer -> layer.summary().name())),
            strings("output", layers.stream().map(layer -> shape(layer.summary().outputShape()))),
            LongColumn.create(
                "parameters", layers.stream().mapToLong(layer -> layer.summary().parameters())),
            LongColumn.create(
                "multiply-adds an image",
                layers.stream().mapToLong(layer -> layer.summary().multiplyAdds())),
            costs("activations KiB", layers, layer -> kibibytes(layer, costs.batchSize())),
            costs("forward ms", layers, layer -> 1e3 * layer.forwardSeconds()),
            costs("backward ms", layers, layer -> 1e3 * layer.backwardSeconds()),
            costs("% of the time", layers, layer -> 100 * layer.seconds() / costs.layerSeconds()));
    table.stringColumn("layer").append("all");
    table.stringColumn("output").append("");
    for (LongColumn column : List.of(table.longColumn(2), table.longColumn(3))) {
      column.append((long) column.sum());
    }
    for (int column = 4; column < table.columnCount(); column++) {
      table.doubleColumn(column).append(rounded(table.doubleColumn(column).sum()));
    }
    return table;
  }

  private static double kibibytes(LayerCost layer, int batchSize) {
    return layer.summary().activationBytes() * batchSize / 1024.0;
  }

  private static DoubleColumn costs(
      String name, List<LayerCost> layers, ToDoubleFunction<LayerCost> value) {
    return DoubleColumn.create(
        name, layers.stream().mapToDouble(layer -> rounded(value.applyAsDouble(layer))));
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
        strings("network", networks.keySet().stream()),
        strings("layer", networks.values().stream().map(FeatureMaps::layer)),
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

  /** One row a class: how many of its images are recognized, and what it is taken for most. */
  public static Table classes(String name, ConfusionMatrix matrix) {
    List<String> names = matrix.classNames();
    int[] labels = IntStream.range(0, names.size()).toArray();
    return Table.create(
        "%s: %s".formatted(name, matrix.images().provenance().label()),
        strings("class", names.stream()),
        IntColumn.create("images", IntStream.of(labels).map(matrix::images)),
        DoubleColumn.create(
            "recognized %",
            IntStream.of(labels).mapToDouble(label -> percent(matrix.recall(label)))),
        DoubleColumn.create(
            "right when named %",
            IntStream.of(labels).mapToDouble(label -> percent(matrix.precision(label)))),
        strings(
            "most often taken for",
            names.stream()
                .map(
                    label ->
                        matrix.confusions().stream()
                            .filter(confusion -> confusion.label().equals(label))
                            .findFirst()
                            .map(found -> "%s (%d)".formatted(found.predicted(), found.images()))
                            .orElse(""))));
  }

  private static double percent(double fraction) {
    return Math.rint(1e4 * fraction) / 100;
  }

  private static double rounded(double value) {
    return Math.rint(1e4 * value) / 1e4;
  }

  private static String shape(List<Long> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  private static String backEnd(Run run) {
    return run.backEnd().kind() + ", " + run.settings().path();
  }

  private static DoubleColumn errors(String name, List<Run> runs, ToDoubleFunction<Run> fraction) {
    return doubles(name, runs, run -> percent(fraction.applyAsDouble(run)));
  }

  private static DoubleColumn doubles(String name, List<Run> runs, ToDoubleFunction<Run> value) {
    return DoubleColumn.create(name, runs.stream().mapToDouble(value));
  }

  private static StringColumn strings(String name, Stream<?> values) {
    return StringColumn.create(name, values.map(String::valueOf));
  }
}
