package cnnlabs.train;

import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * A history as a CSV file: {@link History#table()}, whose numbers come back to the bit, since each
 * is written with as many digits as tell it from its neighbours.
 */
final class HistoryCsv {

  private static final String LAYER = "gradientNorm.";

  private HistoryCsv() {}

  static byte[] write(History history) {
    var out = new ByteArrayOutputStream();
    history.table().write().csv(out);
    return out.toByteArray();
  }

  /**
   * The history of a CSV file.
   *
   * @throws IllegalArgumentException if it is none
   */
  static History read(byte[] csv) {
    Table table =
        Table.read()
            .usingOptions(
                CsvReadOptions.builder(new ByteArrayInputStream(csv))
                    .columnTypes(
                        name -> name.equals("epoch") ? ColumnType.INTEGER : ColumnType.DOUBLE));
    List<String> layers =
        table.columnNames().stream()
            .filter(name -> name.startsWith(LAYER))
            .map(name -> name.substring(LAYER.length()))
            .toList();
    var epochs = new ArrayList<EpochResult>();
    for (Row row : table) {
      epochs.add(epoch(row, layers));
    }
    return new History(epochs);
  }

  private static EpochResult epoch(Row row, List<String> layers) {
    Metrics validation = metrics(row, "validation");
    return new EpochResult(
        row.getInt("epoch"),
        metrics(row, "training"),
        row.getDouble("l2Penalty"),
        // A loss may be NaN; an accuracy is only where nothing was measured.
        Double.isNaN(validation.accuracy()) ? Optional.empty() : Optional.of(validation),
        metrics(row, "test"),
        row.getDouble("trainingSeconds"),
        row.getDouble("evaluationSeconds"),
        layers.stream().map(layer -> layer(row, layer)).toList());
  }

  private static Metrics metrics(Row row, String split) {
    return new Metrics(row.getDouble(split + "Loss"), row.getDouble(split + "Accuracy"));
  }

  private static LayerStatistics layer(Row row, String layer) {
    return new LayerStatistics(
        layer,
        (long) row.getDouble("parameters." + layer),
        row.getDouble(LAYER + layer),
        row.getDouble("parameterNorm." + layer));
  }
}
