package cnnlabs.train;

import cnnlabs.engine.Engine;
import cnnlabs.run.Grid;
import cnnlabs.run.Run;
import cnnlabs.run.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Trains the trials of a grid side by side, each network on one thread.
 *
 * <p>A run's result does not depend on how many train at once. Interrupting the thread that called
 * {@link #run} ends every run at its next batch; with a store, the same sweep then carries on.
 */
public final class Sweep {

  private final Trainer trainer;
  private final int threads;
  private final ProgressListener progress;
  private final Optional<Cluster> cluster;

  private Sweep(
      Trainer trainer, int threads, ProgressListener progress, Optional<Cluster> cluster) {
    this.trainer = trainer;
    this.threads = threads;
    this.progress = progress;
    this.cluster = cluster;
  }

  /** Trains with this trainer, as many runs at once as the machine has cores. */
  public static Sweep with(Trainer trainer) {
    return new Sweep(
        trainer, Runtime.getRuntime().availableProcessors(), runs -> {}, Optional.empty());
  }

  /**
   * How many runs train at once.
   *
   * @param threads at least 1
   */
  public Sweep withThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
    }
    return new Sweep(trainer, threads, progress, cluster);
  }

  public Sweep withProgress(ProgressListener progress) {
    return new Sweep(trainer, threads, progress, cluster);
  }

  /**
   * Trains on a cluster instead of this process's threads, to the same bits. The trainer must have
   * a store, in a folder that the cluster reaches.
   *
   * <p>A run that cannot be trained there does not end the sweep: it is among the results as {@link
   * RunStatus#FAILED}, and asking it for its network says why.
   */
  public Sweep on(Cluster cluster) {
    return new Sweep(trainer, threads, progress, Optional.of(cluster));
  }

  /** Trains every run from its start, whatever the store has. */
  public Sweep fresh() {
    return new Sweep(trainer.fresh(), threads, progress, cluster);
  }

  /**
   * What {@link #run} will take, from a few steps of each network that the store does not have:
   * about a second a network.
   *
   * @throws IllegalArgumentException if a trial does not fit the data
   */
  public Estimate estimate(Grid grid) {
    return trainer.estimate(grid.trials(), cluster.map(Cluster::slots).orElse(threads), threads);
  }

  /**
   * Trains every trial, or takes it from the trainer's store. A run whose computation fails does
   * not end the sweep: it is among the results as {@link RunStatus#FAILED}, with the epochs before,
   * and asking it for its network says why.
   *
   * @return a run for each trial that was begun, in the grid's order: all of them, unless the sweep
   *     was interrupted
   * @throws IllegalArgumentException if a trial does not fit the data
   */
  public List<Run> run(Grid grid) {
    List<Trial> trials = Trial.namedFor(grid.trials(), trainer.data());
    if (cluster.isPresent()) {
      return new ClusterSweep(trainer, cluster.get(), progress, trials).run();
    }
    var sweep = new Running(trials);
    sweep.await();
    if (sweep.snapshot().stream().anyMatch(run -> run.stored().isEmpty())) {
      Engine.freeUnused(); // Something was trained.
    }
    return sweep.runs();
  }

  /** One sweep while it runs. */
  private final class Running {

    private final WatchedThreads workers = new WatchedThreads(threads);
    private final AtomicReferenceArray<RunProgress> states;
    private final List<Future<Run>> futures = new ArrayList<>();

    Running(List<Trial> trials) {
      states =
          new AtomicReferenceArray<>(
              trials.stream().map(RunProgress::waiting).toArray(RunProgress[]::new));
      for (int index = 0; index < trials.size(); index++) {
        int slot = index;
        futures.add(workers.submit(() -> train(trials.get(slot), slot)));
      }
    }

    private Run train(Trial trial, int slot) {
      return trainer.fit(trainer.prepare(trial), now -> states.set(slot, now));
    }

    /** Waits for all workers, telling of their progress. */
    void await() {
      boolean interrupted = workers.await(() -> progress.onProgress(snapshot()));
      progress.onProgress(snapshot());
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** The runs that were begun. */
    List<Run> runs() {
      return workers.results(futures);
    }

    private List<RunProgress> snapshot() {
      return IntStream.range(0, states.length()).mapToObj(states::get).toList();
    }
  }
}
