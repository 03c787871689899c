package cnnlabs.plot;

import cnnlabs.evaluate.ConfusionMatrix;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.model.ModelSummary;
import cnnlabs.run.Run;
import cnnlabs.run.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Tables of runs and networks. */
public final class Tables {

  private Tables() {}

  /**
   * One row a run, in the runs' order: settings, errors of the last epoch in per cent, time, and
   * where it was trained; schedule, L2 and augmentation, where any run had them. What a diverged or
   * interrupted run did not reach is missing.
   */
  public static Table results(List<Run> runs) {
    Table table =
        Table.create(
            "Results" + runs.stream().findFirst().map(run -> ": " + run.data()).orElse(""),
            strings("network", runs.stream().map(run -> run.trial().architecture().label())),
            strings("loss", runs.stream().map(run -> run.hyperparameters().loss())),
            strings("optimizer", runs.stream().map(run -> run.hyperparameters().optimizer())),
            doubles("learning rate", runs, run -> run.hyperparameters().learningRate()),
            IntColumn.create(
                "batch size", runs.stream().mapToInt(run -> run.hyperparameters().batchSize())),
            IntColumn.create(
                "epochs", runs.stream().mapToInt(run -> run.history().epochs().size())),
            LongColumn.create("seed", runs.stream().mapToLong(run -> run.hyperparameters().seed())),
            errors("training error %", runs, Run::trainingError),
            errors("test error %", runs, Run::testError),
            strings("status", runs.stream().map(Run::status)),
            LongColumn.create(
                "seconds", runs.stream().mapToLong(run -> Math.round(run.history().seconds()))),
            strings("back end", runs.stream().map(Tables::backEnd)));
    if (runs.stream()
        .anyMatch(run -> !run.hyperparameters().schedule().equals(Schedule.constant()))) {
      table.insertColumn(
          table.columnIndex("batch size"),
          strings("schedule", runs.stream().map(run -> run.hyperparameters().schedule())));
    }
    if (runs.stream().anyMatch(run -> run.hyperparameters().l2() > 0)) {
      table.insertColumn(
          table.columnIndex("epochs"), doubles("L2", runs, run -> run.hyperparameters().l2()));
    }
    if (runs.stream().anyMatch(run -> !run.hyperparameters().augmentation().changesNothing())) {
      table.insertColumn(
          table.columnIndex("epochs"),
          strings("augmentation", runs.stream().map(run -> run.hyperparameters().augmentation())));
    }
    return table;
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
            strings("output", rows.stream().map(ModelSummary.Row::shapeText)),
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

  /** One row a class: how many of its images are recognized, and what it is taken for most. */
  public static Table classes(String name, ConfusionMatrix matrix) {
    List<String> names = matrix.classNames();
    int[] labels = IntStream.range(0, names.size()).toArray();
    return Table.create(
        "%s: %s".formatted(name, matrix.images().provenance().label()),
        strings("class", names.stream()),
        IntColumn.create("images", IntStream.of(labels).map(matrix::images)),
        percents("recognized %", IntStream.of(labels).mapToDouble(matrix::recall)),
        percents("right when named %", IntStream.of(labels).mapToDouble(matrix::precision)),
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

  private static String backEnd(Run run) {
    return run.backEnd().kind() + ", " + run.settings().path();
  }

  private static DoubleColumn errors(String name, List<Run> runs, ToDoubleFunction<Run> fraction) {
    return percents(name, runs.stream().mapToDouble(fraction));
  }

  /** Fractions in per cent, with two decimals. */
  private static DoubleColumn percents(String name, DoubleStream fractions) {
    DoubleColumn column = DoubleColumn.create(name, fractions.map(Tables::percent));
    column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(2));
    return column;
  }

  private static DoubleColumn doubles(String name, List<Run> runs, ToDoubleFunction<Run> value) {
    return DoubleColumn.create(name, runs.stream().mapToDouble(value));
  }

  static StringColumn strings(String name, Stream<?> values) {
    return StringColumn.create(name, values.map(String::valueOf));
  }
}
