package cnnlabs.plot;

import cnnlabs.evaluate.ConfusionMatrix;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.model.ModelSummary;
import cnnlabs.run.Comparison;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.Schedule;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** Tables of runs and networks. */
public final class Tables {

  private Tables() {}

  /** A table that is yet without columns, of this name and what each row is made of. */
  public static <T> TableBuilder<T> of(String name, List<T> rows) {
    return new TableBuilder<>(name, rows);
  }

  /** A table of rows by name, whose only column yet has these names. */
  public static <T> TableBuilder<T> of(String name, String column, Map<String, T> rows) {
    return of(name, List.copyOf(rows.values())).named(column, rows.keySet());
  }

  /**
   * One row a run, in the runs' order: settings, errors of the last epoch in per cent, time, and
   * where it was trained; schedule, L2 and augmentation, where any run had them. What a diverged or
   * interrupted run did not reach is missing.
   */
  public static Table results(List<Run> runs) {
    String data = runs.isEmpty() ? "" : ": " + runs.get(0).data();
    TableBuilder<Run> table =
        of("Results" + data, runs)
            .text("network", run -> run.trial().architecture().label())
            .text("loss", run -> run.hyperparameters().loss())
            .text("optimizer", run -> run.hyperparameters().optimizer())
            .number("learning rate", run -> run.hyperparameters().learningRate());
    if (any(runs, chosen -> !chosen.schedule().equals(Schedule.constant()))) {
      table.text("schedule", run -> run.hyperparameters().schedule());
    }
    table.count("batch size", run -> run.hyperparameters().batchSize());
    if (any(runs, chosen -> chosen.l2() > 0)) {
      table.number("L2", run -> run.hyperparameters().l2());
    }
    if (any(runs, chosen -> !chosen.augmentation().changesNothing())) {
      table.text("augmentation", run -> run.hyperparameters().augmentation());
    }
    return table
        .count("epochs", run -> run.history().epochs().size())
        .count("seed", run -> run.hyperparameters().seed())
        .percent("training error %", Run::trainingError)
        .percent("test error %", Run::testError)
        .text("status", Run::status)
        .count("seconds", run -> Math.round(run.history().seconds()))
        .text("back end", run -> run.backEnd().kind() + ", " + run.settings().path())
        .table();
  }

  private static boolean any(List<Run> runs, Predicate<Hyperparameters> condition) {
    return runs.stream().map(Run::hyperparameters).anyMatch(condition);
  }

  /**
   * The norm of each layer's gradient, a column a network.
   *
   * @param networks by name, the statistics of networks with the same layers
   */
  public static Table gradientNorms(String name, Map<String, List<LayerStatistics>> networks) {
    List<LayerStatistics> layers = networks.values().iterator().next();
    TableBuilder<Integer> table =
        of(name, IntStream.range(0, layers.size()).boxed().toList())
            .text("layer", row -> layers.get(row).layer());
    networks.forEach(
        (network, statistics) ->
            table.text(network, row -> "%.2e".formatted(statistics.get(row).gradientNorm())));
    return table.table();
  }

  /** One row a layer, and the sum. */
  public static Table summary(String name, ModelSummary summary) {
    Table table =
        of(name, summary.rows())
            .text("layer", ModelSummary.Row::name)
            .text("kind", ModelSummary.Row::description)
            .text("output", ModelSummary.Row::shapeText)
            .count("parameters", ModelSummary.Row::parameters)
            .count("multiply-adds", ModelSummary.Row::multiplyAdds)
            .table();
    table.stringColumn("layer").append("all");
    table.stringColumn("kind").append("");
    table.stringColumn("output").append("");
    table.longColumn("parameters").append(summary.parameters());
    table.longColumn("multiply-adds").append(summary.multiplyAdds());
    return table;
  }

  /** One row a figure: the report's, ours, and the difference. */
  public static Table comparison(Comparison comparison) {
    List<Comparison.Row> rows = comparison.rows();
    // What was counted has no decimals.
    boolean counts = rows.stream().allMatch(row -> row.ours() == Math.rint(row.ours()));
    int most = comparison.decimals();
    int least = counts ? 0 : most;
    return of("Reported and measured here: " + comparison.measure(), rows)
        .text("what", Comparison.Row::what)
        .text("report", Comparison.Row::report)
        .rounded("reported", 0, most, Comparison.Row::reported)
        .rounded("ours", least, most, Comparison.Row::ours)
        .rounded("difference", least, most, row -> row.ours() - row.reported())
        .text("why", Comparison.Row::cause)
        .table();
  }

  /** One row a class: how many of its images are recognized, and what it is taken for most. */
  public static Table classes(String name, ConfusionMatrix matrix) {
    List<String> names = matrix.classNames();
    return of(
            "%s: %s".formatted(name, matrix.images().provenance().label()),
            IntStream.range(0, names.size()).boxed().toList())
        .text("class", names::get)
        .count("images", matrix::images)
        .percent("recognized %", matrix::recall)
        .percent("right when named %", matrix::precision)
        .text(
            "most often taken for",
            label ->
                matrix.confusions().stream()
                    .filter(confusion -> confusion.label().equals(names.get(label)))
                    .findFirst()
                    .map(found -> "%s (%d)".formatted(found.predicted(), found.images()))
                    .orElse(""))
        .table();
  }
}
