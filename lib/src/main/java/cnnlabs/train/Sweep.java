package cnnlabs.train;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.engine.Engine;
import cnnlabs.run.Grid;
import cnnlabs.run.Run;
import cnnlabs.run.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

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

  /** How many runs train at once, at least 1. */
  public Sweep withThreads(int threads) {
    checkArgument(threads >= 1, "threads must be at least 1, but is %s", threads);
    return new Sweep(trainer, threads, progress, cluster);
  }

  public Sweep withProgress(ProgressListener progress) {
    return new Sweep(trainer, threads, progress, cluster);
  }

  /**
   * Trains on a cluster instead of this process's threads, to the same bits. The trainer must have
   * a store, in a folder that the cluster reaches.
   *
   * <p>A run that cannot be trained there does not end the sweep, as in {@link #run}.
   */
  public Sweep on(Cluster cluster) {
    return new Sweep(trainer, threads, progress, Optional.of(cluster));
  }

  /** Trains every run from its start, whatever the store has. */
  public Sweep fresh() {
    return new Sweep(trainer.fresh(), threads, progress, cluster);
  }

  /**
   * What {@link #run} will take: each network that the store does not have is timed for a second.
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
    List<Trial> trials = Trial.namedFor(grid.trials(), trainer.training().data());
    if (cluster.isPresent()) {
      return new ClusterSweep(trainer.training(), cluster.get(), progress, trials).run();
    }
    TrainingSetup training = trainer.training();
    var states = new CopyOnWriteArrayList<>(RunProgress.waiting(trials));
    var workers = new WatchedThreads(threads);
    var futures = new ArrayList<Future<Run>>();
    for (int index = 0; index < trials.size(); index++) {
      int slot = index;
      futures.add(
          workers.submit(
              () ->
                  training.fit(training.prepare(trials.get(slot)), now -> states.set(slot, now))));
    }
    boolean interrupted = workers.await(() -> progress.onProgress(List.copyOf(states)));
    progress.onProgress(List.copyOf(states));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (states.stream().anyMatch(run -> run.stored().isEmpty())) {
      Engine.freeUnused(); // Something was trained.
    }
    return workers.results(futures);
  }
}
