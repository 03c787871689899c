package cnnlabs.notebook;

import cnnlabs.plot.Palette;
import cnnlabs.run.EpochResult;
import cnnlabs.run.RunStatus;
import cnnlabs.train.ProgressListener;
import cnnlabs.train.RunProgress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table below the cell, one row for each run, and their curves, which fill while the runs train.
 *
 * <p>One output that is replaced, so that a notebook keeps its last state only. Without a notebook,
 * a line of text for each run that ends.
 */
final class LiveTable implements ProgressListener {

  private static final int MOST_ROWS = 60;

  /** Of all rows: a notebook keeps them. With curves of many epochs that is 32 rows. */
  private static final int MOST_CHARACTERS = 36_000;

  private final LiveOutput output;
  private final long startNanos = System.nanoTime();
  private long reported;

  LiveTable(Optional<Display> display) {
    output = new LiveOutput(display);
  }

  @Override
  public void onProgress(List<RunProgress> runs) {
    long ended = runs.stream().filter(ProgressText::hasEnded).count();
    if (!output.show(() -> html(runs)) && ended > reported) {
      reported = ended;
      System.out.println(ProgressText.lines(runs, elapsed()));
    }
  }

  /** Runs that were all trained before need no table: a quiet line says so. */
  private String html(List<RunProgress> runs) {
    String lines = ProgressText.lines(runs, elapsed());
    if (runs.stream().allMatch(run -> run.stored().isPresent())) {
      return Output.ofText(lines).html();
    }
    return """
        <table>
        <caption style="caption-side:top;text-align:left">%s</caption>
        <thead><tr><th style="text-align:left">run</th><th>epoch</th><th>progress</th>\
        <th>training loss</th><th>training error</th><th>test error</th><th>by epoch</th>\
        <th>time</th></tr></thead>
        <tbody>
        %s
        </tbody>
        </table>
        %s"""
        .formatted(HtmlTable.lines(lines), rows(runs), LiveCurves.html(runs));
  }

  private double elapsed() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** A row a run, named so that no two look alike; of a large grid, those that matter most. */
  static String rows(List<RunProgress> runs) {
    List<String> labels = ProgressText.labels(runs);
    double greatest =
        runs.stream()
            .flatMap(run -> run.history().epochs().stream())
            .mapToDouble(EpochResult::testError)
            .max()
            .orElse(1);
    var rows = new TreeMap<Integer, String>();
    int left = MOST_CHARACTERS;
    List<Integer> byRank =
        IntStream.range(0, runs.size())
            .boxed()
            .sorted(Comparator.comparing(index -> rank(runs.get(index).status())))
            .limit(MOST_ROWS)
            .toList();
    for (int index : byRank) {
      String row = row(labels.get(index), runs.get(index), greatest);
      left -= row.length();
      if (left < 0) {
        break;
      }
      rows.put(index, row);
    }
    String all = String.join("\n", rows.values());
    return rows.size() == runs.size() ? all : all + "\n" + others(runs, rows.keySet());
  }

  /** What trains comes first, then what went wrong, ended, waits. */
  private static int rank(RunStatus status) {
    return switch (status) {
      case TRAINING -> 0;
      case DIVERGED, FAILED -> 1;
      case INTERRUPTED -> 2;
      case COMPLETED -> 3;
      case WAITING -> 4;
    };
  }

  /** Such as {@code and 170 more: 40 completed, 130 waiting}. */
  private static String others(List<RunProgress> runs, Set<Integer> shown) {
    String counts =
        IntStream.range(0, runs.size())
            .filter(index -> !shown.contains(index))
            .mapToObj(index -> runs.get(index).status())
            .collect(Collectors.groupingBy(status -> status, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
    return "<tr><td style=\"text-align:left\" colspan=\"8\">and %,d more: %s</td></tr>"
        .formatted(runs.size() - shown.size(), counts);
  }

  private static String row(String label, RunProgress run, double greatest) {
    Optional<EpochResult> last = run.history().last();
    boolean midEpoch = !Double.isNaN(run.training().loss());
    var training = midEpoch ? Optional.of(run.training()) : last.map(EpochResult::training);
    return """
        <tr><td style="text-align:left">%s</td><td>%d/%d</td><td>%s</td><td>%s</td>%s%s\
        <td>%s</td>%s</tr>"""
        .formatted(
            HtmlTable.escape(label),
            run.epoch(),
            run.trial().hyperparameters().epochs(),
            bar(run),
            training.map(metrics -> "%.4f".formatted(metrics.loss())).orElse("–"),
            unbroken(training.map(metrics -> percent(1 - metrics.accuracy())).orElse("–")),
            unbroken(last.map(result -> percent(result.testError())).orElse("–")),
            curve(run, greatest),
            unbroken(time(run)));
  }

  /** A cell on one line. A style of the table would not do: Jupyter gives each cell its own. */
  private static String unbroken(String text) {
    return "<td style=\"white-space:nowrap\">" + text + "</td>";
  }

  /** The test error by epoch, on one scale for all rows. */
  private static String curve(RunProgress run, double greatest) {
    return SvgArea.sparkline(
        run.history().epochs().stream().map(EpochResult::testError).toList(),
        run.trial().hyperparameters().epochs(),
        Math.max(greatest, Double.MIN_NORMAL),
        "test error by epoch, from 0 to " + percent(greatest));
  }

  private static String bar(RunProgress run) {
    boolean bad = ProgressText.hasEnded(run) && run.status() != RunStatus.COMPLETED;
    String color = bad ? Palette.BAD : Palette.GOOD;
    return LiveBar.bar(120, Math.round(100 * run.fraction()), color);
  }

  private static String time(RunProgress run) {
    return switch (run.status()) {
      case WAITING -> "waiting";
      case TRAINING ->
          run.iterations() == 0 ? "" : ProgressText.duration(run.secondsLeft()) + " left";
      case COMPLETED ->
          (run.stored().isPresent() ? "stored, " : "") + ProgressText.duration(run.seconds());
      case FAILED -> "failed";
      case INTERRUPTED, DIVERGED -> "%s at iteration %,d".formatted(run.status(), run.iterations());
    };
  }

  private static String percent(double fraction) {
    return "%.2f %%".formatted(100 * fraction);
  }
}
