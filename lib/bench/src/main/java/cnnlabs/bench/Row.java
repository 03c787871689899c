package cnnlabs.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.math.Quantiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * What was measured of one engine on one workload.
 *
 * @param network the workload's name
 * @param phase {@code training} or {@code evaluation}
 * @param engine the contender's label
 * @param medianMillis milliseconds an iteration in the middle one of the rounds
 * @param minMillis milliseconds an iteration in the fastest round
 * @param cpuMillis processor milliseconds an iteration, all threads of the engine's processes, as a
 *     mean over all rounds
 * @param imagesPerSecond in the middle one of the rounds
 * @param rounds how many there were
 */
@JsonPropertyOrder({"network", "batchSize", "phase", "engine"})
record Row(
    String network,
    int batchSize,
    String phase,
    String engine,
    double medianMillis,
    double minMillis,
    double cpuMillis,
    double imagesPerSecond,
    int rounds) {

  /** The row of an engine's rounds. */
  static Row of(Workload workload, Contender contender, List<Timing> rounds) {
    double[] millis = rounds.stream().mapToDouble(Timing::millis).toArray();
    double median = Quantiles.median().compute(millis);
    return new Row(
        workload.network(),
        workload.batchSize(),
        workload.phase().name().toLowerCase(Locale.ROOT),
        contender.label(),
        median,
        rounds.stream().mapToDouble(Timing::millis).min().orElseThrow(),
        rounds.stream().mapToDouble(Timing::processorMillis).average().orElseThrow(),
        workload.batchSize() * 1000 / median,
        rounds.size());
  }

  /** Writes rows as a JSON array of objects: to a file beside it first, which is then renamed. */
  static void write(List<Row> rows, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(part.toFile(), rows);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
