package cnnlabs.notebook;

import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.train.RunProgress;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How the training of some runs goes on, in words. */
final class ProgressText {

  private ProgressText() {}

  /**
   * One line on all runs: how many have ended, how long it takes or took, and what came from the
   * store.
   *
   * @param elapsed seconds since the cell began
   */
  static String headline(List<RunProgress> runs, double elapsed) {
    String noun = runs.size() == 1 ? "run" : "runs";
    if (runs.stream().anyMatch(run -> run.status() == RunStatus.INTERRUPTED)) {
      long completed = runs.stream().filter(run -> run.status() == RunStatus.COMPLETED).count();
      return "stopped after %s, %d of %d %s completed"
          .formatted(duration(elapsed), completed, runs.size(), noun);
    }
    long ended = runs.stream().filter(ProgressText::hasEnded).count();
    if (ended < runs.size()) {
      double left = secondsLeft(runs);
      boolean known = !Double.isNaN(left);
      String remaining =
          known ? "about %s left".formatted(duration(left)) : "estimating the time left";
      return "%d of %d %s ended, %s".formatted(ended, runs.size(), noun, remaining);
    }
    List<RunProgress> stored = runs.stream().filter(run -> run.stored().isPresent()).toList();
    if (stored.size() == runs.size()) {
      return fromStore(stored);
    }
    return "%d %s in %s".formatted(runs.size(), noun, duration(elapsed))
        + (stored.isEmpty() ? "" : ", %d of them from the store".formatted(stored.size()));
  }

  private static String fromStore(List<RunProgress> runs) {
    List<LocalDate> days =
        runs.stream()
            .flatMap(run -> run.stored().stream())
            .map(time -> LocalDate.ofInstant(time, ZoneId.systemDefault()))
            .sorted()
            .toList();
    LocalDate first = days.get(0);
    LocalDate last = days.get(days.size() - 1);
    String when = first.equals(last) ? first.toString() : first + " to " + last;
    double seconds = runs.stream().mapToDouble(RunProgress::seconds).sum();
    return "%d of %1$d from the store, trained %s in %s"
        .formatted(runs.size(), when, duration(seconds));
  }

  /** What there is to say of single runs, a line each; what is said of several is said once. */
  static List<String> notes(List<RunProgress> runs) {
    List<String> labels = labels(runs);
    var named = new LinkedHashMap<String, List<String>>();
    for (int index = 0; index < runs.size(); index++) {
      for (String note : runs.get(index).notes()) {
        named.computeIfAbsent(note, first -> new ArrayList<>()).add(labels.get(index));
      }
    }
    var notes = new ArrayList<String>();
    named.forEach(
        (note, of) -> notes.add((of.size() == 1 ? of.get(0) : of.size() + " runs") + ": " + note));
    return notes;
  }

  /** What each run is called: its label, with what tells it from the others. */
  static List<String> labels(List<RunProgress> runs) {
    return Trial.labels(runs.stream().map(RunProgress::trial).toList());
  }

  /**
   * What the rows say, put together: as many train at once as do now, those that wait take as long
   * as those that were trained, and no run is done before its own row says so. NaN before the first
   * step of one.
   */
  private static double secondsLeft(List<RunProgress> runs) {
    double whole =
        runs.stream()
            .filter(run -> run.stored().isEmpty() && run.iterations() > 0)
            .mapToDouble(run -> run.seconds() / run.fraction())
            .average()
            .orElse(Double.NaN);
    double[] left =
        runs.stream()
            .filter(run -> !hasEnded(run))
            .mapToDouble(run -> run.iterations() == 0 ? whole : run.secondsLeft())
            .toArray();
    long atOnce = runs.stream().filter(run -> run.status() == RunStatus.TRAINING).count();
    double together = DoubleStream.of(left).sum() / Math.max(1, atOnce);
    return Math.max(together, DoubleStream.of(left).max().orElse(0));
  }

  static boolean hasEnded(RunProgress run) {
    return run.status() != RunStatus.WAITING && run.status() != RunStatus.TRAINING;
  }

  /** The headline and the notes, a line each. */
  static String lines(List<RunProgress> runs, double elapsed) {
    return Stream.concat(Stream.of(headline(runs, elapsed)), notes(runs).stream())
        .collect(Collectors.joining("\n"));
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
