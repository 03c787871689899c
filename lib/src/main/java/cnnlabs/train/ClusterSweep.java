package cnnlabs.train;

import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One sweep on a cluster. What the store has is taken from it; the rest goes out as tasks, which
 * leave their runs there.
 */
final class ClusterSweep {

  private final TrainingSetup training;
  private final Cluster cluster;
  private final ProgressListener progress;
  private final List<Trial> trials;
  private final List<PreparedTrial> prepared = new ArrayList<>();
  private final List<RunProgress> states;
  private final @Nullable Run[] runs;

  /** The tasks, and for each the places of the trials that are this same run. */
  private final Map<SweepTask, List<Integer>> tasks = new LinkedHashMap<>();

  ClusterSweep(
      TrainingSetup training, Cluster cluster, ProgressListener progress, List<Trial> trials) {
    this.training = training;
    this.cluster = cluster;
    this.progress = progress;
    this.trials = trials;
    states = new CopyOnWriteArrayList<>(RunProgress.waiting(trials));
    runs = new Run[trials.size()];
  }

  /** The runs that were begun, in the order of the trials. */
  List<Run> run() {
    for (int place = 0; place < trials.size() && !isInterrupted(); place++) {
      PreparedTrial trial = training.prepare(trials.get(place));
      prepared.add(trial);
      runs[place] = training.fresh() ? null : training.stored(trial, report(place)).orElse(null);
      if (runs[place] == null) {
        tasks
            .computeIfAbsent(
                SweepTask.of(trial, training.requireStore(), training.fresh()),
                first -> new ArrayList<>())
            .add(place);
      }
    }
    if (!tasks.isEmpty() && !isInterrupted()) {
      train();
    }
    progress.onProgress(List.copyOf(states));
    return Stream.of(runs).flatMap(run -> Optional.ofNullable(run).stream()).toList();
  }

  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  private void train() {
    List<SweepTask> list = List.copyOf(tasks.keySet());
    List<List<Integer>> places = List.copyOf(tasks.values());
    var caller = new WatchedThreads(1);
    Future<Map<Integer, String>> ended =
        caller.submit(
            () ->
                cluster.train(training.data(), list, (task, now) -> report(places.get(task), now)));
    boolean interrupted = caller.await(() -> progress.onProgress(List.copyOf(states)));
    Map<Integer, String> failures = caller.results(List.of(ended)).get(0);
    for (int task = 0; task < list.size(); task++) {
      for (int place : places.get(task)) {
        runs[place] = collect(place, Optional.ofNullable(failures.get(task)), interrupted);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void report(List<Integer> places, TaskProgress now) {
    for (int place : places) {
      states.set(place, now.runProgress(trials.get(place)));
    }
  }

  private Consumer<RunProgress> report(int place) {
    return now -> states.set(place, now);
  }

  /** The run of a trial, now that its task has ended; none where it was never begun. */
  private @Nullable Run collect(int place, Optional<String> failure, boolean interrupted) {
    PreparedTrial trial = prepared.get(place);
    if (failure.isPresent()) {
      return training.failed(trial, failure.get(), report(place));
    }
    TrainingSetup continuing = training.withFresh(false);
    if (!interrupted || ended(place)) {
      String lost = "it was trained, but the store does not have it";
      return continuing
          .stored(trial, now -> setEnd(place, now))
          .orElseGet(() -> training.failed(trial, lost, report(place)));
    }
    if (training.fresh() || states.get(place).status() == RunStatus.WAITING) {
      return null;
    }
    // An interrupted thread trains nothing: it takes the run as far as it came.
    Thread.currentThread().interrupt();
    Run begun = continuing.fit(trial, report(place));
    Thread.interrupted();
    return begun;
  }

  private boolean ended(int place) {
    RunStatus status = states.get(place).status();
    return status == RunStatus.COMPLETED || status == RunStatus.DIVERGED;
  }

  /** The cluster's own last report says more than the store's, but may have been lost. */
  private void setEnd(int place, RunProgress stored) {
    if (!ended(place)) {
      states.set(place, stored.withStored(Optional.empty())); // Its task trained it just now.
    }
  }
}
