package cnnlabs.store;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Stored runs as a table. */
public final class RunTable {

  private RunTable() {}

  /**
   * One row a run: its key, what was trained, on what and how that was normalized, how it ended,
   * errors after its last epoch (fractions, 0 to 1; missing where not measured), when it began
   * (UTC), how long it took and where.
   */
  public static Table of(List<StoredRun> runs) {
    return Table.create(
        "runs",
        strings("key", runs, StoredRun::key),
        strings("network", runs, StoredRun::architecture),
        strings("loss", runs, run -> run.hyperparameters().loss().toString()),
        strings("optimizer", runs, run -> run.hyperparameters().optimizer().toString()),
        doubles("learning rate", runs, run -> run.hyperparameters().learningRate()),
        strings("schedule", runs, run -> run.hyperparameters().schedule().toString()),
        doubles("label smoothing", runs, run -> run.hyperparameters().labelSmoothing()),
        ints("batch size", runs, run -> run.hyperparameters().batchSize()),
        doubles("L2", runs, run -> run.hyperparameters().l2()),
        strings("augmentation", runs, run -> run.hyperparameters().augmentation().toString()),
        LongColumn.create("seed", runs.stream().mapToLong(run -> run.hyperparameters().seed())),
        strings("data", runs, run -> run.data().toString()),
        strings("normalization", runs, run -> run.settings().normalization().toString()),
        ints("epochs", runs, StoredRun::epochs),
        LongColumn.create("iterations", runs.stream().mapToLong(StoredRun::iterations)),
        strings("status", runs, run -> run.status().toString()),
        doubles("training error", runs, run -> 1 - run.training().accuracy()),
        doubles("validation error", runs, run -> 1 - run.validation().accuracy()),
        doubles("test error", runs, run -> 1 - run.test().accuracy()),
        strings("started", runs, run -> run.started().toString()),
        doubles("seconds", runs, StoredRun::seconds),
        strings("back end", runs, run -> run.backEnd().kind() + ", " + run.path()),
        strings("device", runs, run -> run.backEnd().device()));
  }

  /**
   * What tells runs apart: a row for each column of {@link #of} that differs, and for the images,
   * the library's version and the network's configuration, where these do; a column a run. The
   * configuration has the layers, and also the learning rate, the seed and their like.
   */
  public static Table compare(List<StoredRun> runs) {
    List<Column<?>> differing =
        of(runs)
            .addColumns(
                strings("images", runs, run -> run.settings().data()),
                ints("library version", runs, run -> run.settings().version()),
                strings("configuration (checksum)", runs, StoredRun::configuration))
            .columns()
            .stream()
            .filter(column -> !column.name().equals("key") && column.countUnique() > 1)
            .toList();
    Table comparison =
        Table.create(
            "runs compared", StringColumn.create("what", differing.stream().map(Column::name)));
    for (int index = 0; index < runs.size(); index++) {
      int row = index;
      comparison.addColumns(
          StringColumn.create(
              runs.get(row).key(), differing.stream().map(column -> column.getString(row))));
    }
    return comparison;
  }

  private static StringColumn strings(
      String name, List<StoredRun> runs, Function<StoredRun, String> value) {
    return StringColumn.create(name, runs.stream().map(value));
  }

  private static IntColumn ints(String name, List<StoredRun> runs, ToIntFunction<StoredRun> value) {
    return IntColumn.create(name, runs.stream().mapToInt(value).toArray());
  }

  private static DoubleColumn doubles(
      String name, List<StoredRun> runs, ToDoubleFunction<StoredRun> value) {
    return DoubleColumn.create(name, runs.stream().mapToDouble(value));
  }
}
