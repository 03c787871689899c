package cnnlabs.plot;

import cnnlabs.run.EpochResult;
import cnnlabs.run.Run;
import cnnlabs.run.SeedGroup;
import java.util.List;
import java.util.function.Function;
import tech.tablesaw.api.Table;

/** Tables of how runs went: by epoch, over seeds, and which epoch a validation split chooses. */
public final class TrainingTables {

  private TrainingTables() {}

  /**
   * One row an epoch of a run: losses, and accuracies in per cent. What was not measured is
   * missing.
   */
  public static Table epochs(String name, Run run) {
    return Tables.of("%s: %s".formatted(name, run.data()), run.history().epochs())
        .count("epoch", EpochResult::epoch)
        .fixed("training loss", 4, result -> result.training().loss())
        .fixed("training accuracy %", 2, result -> 100 * result.training().accuracy())
        .fixed("validation accuracy %", 2, TrainingTables::validationPercent)
        .fixed("test loss", 4, result -> result.test().loss())
        .fixed("test accuracy %", 2, result -> 100 * result.test().accuracy())
        .fixed("seconds", 1, EpochResult::trainingSeconds)
        .table();
  }

  private static double validationPercent(EpochResult result) {
    return result.validation().map(metrics -> 100 * metrics.accuracy()).orElse(Double.NaN);
  }

  /**
   * One row a group of runs: mean and range over its seeds of what the last epoch gave, accuracies
   * in per cent; without that of validation where nothing was held out.
   */
  public static Table seeds(String name, List<SeedGroup> groups) {
    TableBuilder<SeedGroup> table =
        Tables.of(
                "%s: mean (least … greatest) over seeds, %s"
                    .formatted(name, groups.get(0).first().data()),
                groups)
            .text("runs", SeedGroup::name)
            .count("seeds", group -> group.runs().size())
            .count("epochs", SeedGroup::epochs)
            .fixed(
                "training loss", 4, group -> group.atTheEnd(last -> last.training().loss()).mean())
            .text("training accuracy %", group -> group.trainingAccuracy().percent());
    if (groups.stream().anyMatch(group -> !Double.isNaN(group.validationAccuracy().mean()))) {
      table.text("validation accuracy %", group -> group.validationAccuracy().percent());
    }
    return table
        .fixed("test loss", 4, group -> group.atTheEnd(last -> last.test().loss()).mean())
        .text("test accuracy %", group -> group.testAccuracy().percent())
        .table();
  }

  /**
   * One row a run: the epoch whose validation accuracy was greatest, and what the network of that
   * epoch gives, beside the last epoch's; accuracies in per cent.
   *
   * @param name what tells a run from the others
   * @throws IllegalStateException if a run has no validation accuracy
   */
  public static Table chosenEpochs(String title, List<Run> runs, Function<Run, String> name) {
    TableBuilder<Run> table =
        Tables.of("%s: %s".formatted(title, runs.get(0).data()), runs)
            .text("run", name)
            .count("seed", run -> run.hyperparameters().seed());
    addEpoch(table, "chosen epoch", "%", run -> run.history().chosenByValidation());
    addEpoch(table, "last epoch", "there %", run -> run.history().last().orElseThrow());
    return table.table();
  }

  private static void addEpoch(
      TableBuilder<Run> table, String name, String unit, Function<Run, EpochResult> result) {
    table
        .count(name, run -> result.apply(run).epoch())
        .fixed("validation accuracy " + unit, 2, run -> validationPercent(result.apply(run)))
        .fixed("test accuracy " + unit, 2, run -> 100 * result.apply(run).test().accuracy());
  }
}
