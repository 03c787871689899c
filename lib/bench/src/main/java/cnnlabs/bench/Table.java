package cnnlabs.bench;

import java.util.List;
import java.util.Locale;

/** The rows as lines of text. */
final class Table {

  static final String HEAD =
      "%-24s %5s  %-15s %10s %10s %10s %10s  %s"
          .formatted(
              "network",
              "batch",
              "engine",
              "median ms",
              "min ms",
              "CPU ms",
              "images/s",
              "times cnnlabs");

  private Table() {}

  /** The lines of one workload, the first row being this project's. */
  static List<String> lines(List<Row> rows) {
    Row own = rows.get(0);
    return rows.stream().map(row -> line(row, row.medianMillis() / own.medianMillis())).toList();
  }

  private static String line(Row row, double ratio) {
    String times = ratio == 1 ? "" : String.format(Locale.ROOT, "  %.2f", ratio);
    return String.format(
        Locale.ROOT,
        "%-24s %5d  %-15s %10.3f %10.3f %10.3f %,10.0f%s",
        row.network(),
        row.batchSize(),
        row.engine(),
        row.medianMillis(),
        row.minMillis(),
        row.cpuMillis(),
        row.imagesPerSecond(),
        times);
  }
}
