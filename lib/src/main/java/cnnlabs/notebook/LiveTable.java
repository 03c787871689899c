package cnnlabs.notebook;

import cnnlabs.train.EpochResult;
import cnnlabs.train.ProgressListener;
import cnnlabs.train.RunProgress;
import cnnlabs.train.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table below the cell, a row a run, that grows while the runs train.
 *
 * <p>One output that is replaced, so that a notebook keeps its last state only. Without a notebook,
 * a line of text for each run that ends.
 */
final class LiveTable implements ProgressListener {

  private final Optional<Display> display = Display.ofKernel();
  private final long startNanos = System.nanoTime();
  private @Nullable String id;
  private long reported;

  @Override
  public void onProgress(List<RunProgress> runs) {
    if (display.isEmpty()) {
      reportEnded(runs);
    } else if (id == null) {
      id = display.get().show(html(runs));
    } else {
      display.get().update(id, html(runs));
    }
  }

  private void reportEnded(List<RunProgress> runs) {
    long ended = runs.stream().filter(LiveTable::hasEnded).count();
    if (ended > reported) {
      reported = ended;
      System.out.println(headline(runs));
    }
  }

  private String html(List<RunProgress> runs) {
    return """
        <table>
        <caption style="caption-side:top;text-align:left">%s</caption>
        <thead><tr><th style="text-align:left">run</th><th>epoch</th><th>progress</th>\
        <th>training loss</th><th>training error</th><th>test error</th><th>time</th></tr></thead>
        <tbody>
        %s
        </tbody>
        </table>
        """
        .formatted(
            headline(runs), runs.stream().map(LiveTable::row).collect(Collectors.joining("\n")));
  }

  private String headline(List<RunProgress> runs) {
    long ended = runs.stream().filter(LiveTable::hasEnded).count();
    String noun = runs.size() == 1 ? "run" : "runs";
    if (runs.stream().anyMatch(run -> run.status() == RunStatus.INTERRUPTED)) {
      long completed = runs.stream().filter(run -> run.status() == RunStatus.COMPLETED).count();
      return "stopped after %s, %d of %d %s completed"
          .formatted(duration(elapsed()), completed, runs.size(), noun);
    }
    return ended == runs.size()
        ? "%d %s in %s".formatted(runs.size(), noun, duration(elapsed()))
        : "%d of %d %s ended, %s".formatted(ended, runs.size(), noun, remaining(runs));
  }

  private String remaining(List<RunProgress> runs) {
    double done =
        runs.stream().mapToDouble(run -> hasEnded(run) ? 1 : run.fraction()).average().orElse(1);
    return done < 0.001
        ? "estimating the time left"
        : "about %s left".formatted(duration(elapsed() * (1 - done) / done));
  }

  private double elapsed() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static String row(RunProgress run) {
    Optional<EpochResult> last = run.history().last();
    boolean midEpoch = !Double.isNaN(run.training().loss());
    var training = midEpoch ? Optional.of(run.training()) : last.map(EpochResult::training);
    return """
        <tr><td style="text-align:left">%s</td><td>%d/%d</td><td>%s</td><td>%s</td><td>%s</td>\
        <td>%s</td><td>%s</td></tr>"""
        .formatted(
            HtmlTable.escape(run.trial().label()),
            run.epoch(),
            run.trial().hyperparameters().epochs(),
            bar(run),
            training.map(metrics -> "%.4f".formatted(metrics.loss())).orElse("–"),
            training.map(metrics -> error(metrics.accuracy())).orElse("–"),
            last.map(result -> error(result.test().accuracy())).orElse("–"),
            time(run));
  }

  private static String bar(RunProgress run) {
    String color =
        run.status() == RunStatus.DIVERGED || run.status() == RunStatus.INTERRUPTED
            ? "#D55E00"
            : "#0072B2";
    return """
        <div style="width:120px;height:10px;border:1px solid #888">\
        <div style="width:%d%%;height:100%%;background:%s"></div></div>"""
        .formatted(Math.round(100 * run.fraction()), color);
  }

  private static String time(RunProgress run) {
    return switch (run.status()) {
      case WAITING -> "waiting";
      case TRAINING -> run.iterations() == 0 ? "" : duration(run.secondsLeft()) + " left";
      case COMPLETED -> duration(run.seconds());
      case INTERRUPTED, DIVERGED -> "%s at iteration %,d".formatted(run.status(), run.iterations());
    };
  }

  private static boolean hasEnded(RunProgress run) {
    return run.status() != RunStatus.WAITING && run.status() != RunStatus.TRAINING;
  }

  private static String error(double accuracy) {
    return "%.2f %%".formatted(100 * (1 - accuracy));
  }

  /** Seconds as a reader says them: {@code 11 min 4 s}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (seconds < 10) {
      return "%.1f s".formatted(seconds);
    }
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? "%d min %d s".formatted(whole / 60, whole % 60)
        : "%d h %d min".formatted(whole / 3600, whole / 60 % 60);
  }
}
