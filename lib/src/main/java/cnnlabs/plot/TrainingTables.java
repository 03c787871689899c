package cnnlabs.plot;

import cnnlabs.run.EpochResult;
import cnnlabs.run.Run;
import cnnlabs.run.SeedGroup;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Tables of how runs went: by epoch, over seeds, and which epoch a validation split chooses. */
public final class TrainingTables {

  private TrainingTables() {}

  /**
   * One row an epoch of a run: losses, and accuracies in per cent. What was not measured is
   * missing.
   */
  public static Table epochs(String name, Run run) {
    List<EpochResult> epochs = run.history().epochs();
    return Table.create(
        "%s: %s".formatted(name, run.data()),
        IntColumn.create("epoch", epochs.stream().mapToInt(EpochResult::epoch)),
        fixed(4, "training loss", epochs, result -> result.training().loss()),
        fixed(2, "training accuracy %", epochs, result -> 100 * result.training().accuracy()),
        fixed(2, "validation accuracy %", epochs, TrainingTables::validationPercent),
        fixed(4, "test loss", epochs, result -> result.test().loss()),
        fixed(2, "test accuracy %", epochs, result -> 100 * result.test().accuracy()),
        fixed(1, "seconds", epochs, EpochResult::trainingSeconds));
  }

  private static double validationPercent(EpochResult result) {
    return result.validation().map(metrics -> 100 * metrics.accuracy()).orElse(Double.NaN);
  }

  /**
   * One row a group of runs: mean and range over its seeds of what the last epoch gave, accuracies
   * in per cent; without that of validation where nothing was held out.
   */
  public static Table seeds(String name, List<SeedGroup> groups) {
    Table table =
        Table.create(
            "%s: mean (least … greatest) over seeds, %s"
                .formatted(name, groups.get(0).first().data()),
            Tables.strings("runs", groups.stream().map(SeedGroup::name)),
            IntColumn.create("seeds", groups.stream().mapToInt(group -> group.runs().size())),
            IntColumn.create("epochs", groups.stream().mapToInt(SeedGroup::epochs)),
            fixed(4, "training loss", groups, group -> end(group, last -> last.training().loss())),
            percents("training accuracy %", groups, result -> result.training().accuracy()),
            fixed(4, "test loss", groups, group -> end(group, last -> last.test().loss())),
            percents("test accuracy %", groups, result -> result.test().accuracy()));
    boolean held =
        groups.stream()
            .flatMap(group -> group.runs().stream())
            .flatMap(run -> run.history().last().stream())
            .anyMatch(last -> last.validation().isPresent());
    return held
        ? table.insertColumn(
            table.columnIndex("test loss"),
            percents("validation accuracy %", groups, result -> validationPercent(result) / 100))
        : table;
  }

  private static double end(SeedGroup group, ToDoubleFunction<EpochResult> value) {
    return group.atTheEnd(value).mean();
  }

  private static StringColumn percents(
      String name, List<SeedGroup> groups, ToDoubleFunction<EpochResult> fraction) {
    return Tables.strings(name, groups.stream().map(group -> group.atTheEnd(fraction).percent()));
  }

  /**
   * One row a run: the epoch whose validation accuracy was greatest, and what the network of that
   * epoch gives, beside the last epoch's; accuracies in per cent.
   *
   * @param name what tells a run from the others
   * @throws IllegalStateException if a run has no validation accuracy
   */
  public static Table chosenEpochs(String title, List<Run> runs, Function<Run, String> name) {
    List<EpochResult> chosen =
        runs.stream().map(run -> run.history().chosenByValidation()).toList();
    List<EpochResult> last = runs.stream().map(run -> run.history().last().orElseThrow()).toList();
    return Table.create(
        "%s: %s".formatted(title, runs.get(0).data()),
        Tables.strings("run", runs.stream().map(name)),
        LongColumn.create("seed", runs.stream().mapToLong(run -> run.hyperparameters().seed())),
        IntColumn.create("chosen epoch", chosen.stream().mapToInt(EpochResult::epoch)),
        fixed(2, "validation accuracy %", chosen, TrainingTables::validationPercent),
        fixed(2, "test accuracy %", chosen, result -> 100 * result.test().accuracy()),
        IntColumn.create("last epoch", last.stream().mapToInt(EpochResult::epoch)),
        fixed(2, "validation accuracy there %", last, TrainingTables::validationPercent),
        fixed(2, "test accuracy there %", last, result -> 100 * result.test().accuracy()));
  }

  /** A column of numbers with so many decimals. */
  private static <T> DoubleColumn fixed(
      int decimals, String name, List<T> rows, ToDoubleFunction<T> value) {
    DoubleColumn column = DoubleColumn.create(name, rows.stream().mapToDouble(value));
    column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(decimals));
    return column;
  }
}
