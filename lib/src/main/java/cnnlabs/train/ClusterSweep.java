package cnnlabs.train;

import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One sweep on a cluster. What the store has is taken from it at once; the rest goes out as tasks,
 * which leave their runs in the store, from where they are taken as well.
 */
final class ClusterSweep {

  private final Trainer trainer;
  private final Cluster cluster;
  private final ProgressListener progress;
  private final List<Trial> trials;
  private final List<PreparedTrial> prepared = new ArrayList<>();
  private final AtomicReferenceArray<RunProgress> states;
  private final @Nullable Run[] runs;

  /** The tasks, and for each the places of the trials that are this same run. */
  private final Map<SweepTask, List<Integer>> tasks = new LinkedHashMap<>();

  ClusterSweep(Trainer trainer, Cluster cluster, ProgressListener progress, List<Trial> trials) {
    this.trainer = trainer;
    this.cluster = cluster;
    this.progress = progress;
    this.trials = trials;
    states =
        new AtomicReferenceArray<>(
            trials.stream().map(RunProgress::waiting).toArray(RunProgress[]::new));
    runs = new Run[trials.size()];
  }

  /** The runs that were begun, in the order of the trials. */
  List<Run> run() {
    for (int place = 0; place < trials.size() && !isInterrupted(); place++) {
      int slot = place;
      PreparedTrial trial = trainer.prepare(trials.get(place));
      prepared.add(trial);
      Optional<Run> stored =
          trainer.isFresh()
              ? Optional.empty()
              : trainer.stored(trial, now -> states.set(slot, now));
      runs[place] = stored.orElse(null);
      if (stored.isEmpty()) {
        tasks
            .computeIfAbsent(
                SweepTask.of(trial, trainer.requireStore(), trainer.isFresh()),
                first -> new ArrayList<>())
            .add(place);
      }
    }
    if (!tasks.isEmpty() && !isInterrupted()) {
      train();
    }
    progress.onProgress(snapshot());
    return IntStream.range(0, runs.length)
        .boxed()
        .flatMap(place -> Optional.ofNullable(runs[place]).stream())
        .toList();
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
                cluster.train(trainer.data(), list, (task, now) -> report(places.get(task), now)));
    boolean interrupted = caller.await(() -> progress.onProgress(snapshot()));
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

  /** The run of a trial, now that its task has ended; none where it was never begun. */
  private @Nullable Run collect(int place, Optional<String> failure, boolean interrupted) {
    PreparedTrial trial = prepared.get(place);
    if (failure.isPresent()) {
      return trainer.failed(trial, failure.get(), now -> states.set(place, now));
    }
    if (!interrupted || ended(place)) {
      return trainer
          .continuing()
          .stored(trial, now -> setEnd(place, now))
          .orElseGet(
              () ->
                  trainer.failed(
                      trial,
                      "it was trained, but the store does not have it",
                      now -> states.set(place, now)));
    }
    if (trainer.isFresh() || states.get(place).status() == RunStatus.WAITING) {
      return null;
    }
    // An interrupted thread trains nothing: it takes the run as far as it came.
    Thread.currentThread().interrupt();
    Run begun = trainer.continuing().fit(trial, now -> states.set(place, now));
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
      states.set(place, stored.trainedNow()); // by its task
    }
  }

  private List<RunProgress> snapshot() {
    return IntStream.range(0, states.length()).mapToObj(states::get).toList();
  }
}
