package cnnlabs.train;

import cnnlabs.evaluate.Metrics;
import cnnlabs.run.HistoryCsv;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link SweepTask} stands: a {@link RunProgress} that can travel.
 *
 * @param loss with the accuracy, the running mean of the present epoch; NaN before its first batch
 * @param history the finished epochs, as CSV
 * @param stored when it was trained, where it came whole from the store
 */
public record TaskProgress(
    RunStatus status,
    long iterations,
    long totalIterations,
    double loss,
    double accuracy,
    String history,
    double seconds,
    @Nullable Instant stored,
    List<String> notes)
    implements Serializable {

  private static final long serialVersionUID = 1;

  static TaskProgress of(RunProgress run) {
    return new TaskProgress(
        run.status(),
        run.iterations(),
        run.totalIterations(),
        run.training().loss(),
        run.training().accuracy(),
        new String(HistoryCsv.write(run.history()), StandardCharsets.UTF_8),
        run.seconds(),
        run.stored().orElse(null),
        run.notes());
  }

  /** What it says of this trial, which stayed at home. */
  RunProgress runProgress(Trial trial) {
    return new RunProgress(
        trial,
        status,
        iterations,
        totalIterations,
        new Metrics(loss, accuracy),
        HistoryCsv.read(history.getBytes(StandardCharsets.UTF_8)),
        seconds,
        Optional.ofNullable(stored),
        notes);
  }
}
