package cnnlabs.train;

import cnnlabs.data.Augmentation;
import cnnlabs.model.Architecture;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Optimizer;
import cnnlabs.run.RunData;
import cnnlabs.run.Trial;
import cnnlabs.store.RunCopies;
import cnnlabs.store.RunStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/**
 * Estimates what training will take: looks into the store, and times what it does not have.
 *
 * @param prepare reads what decides a trial's run
 * @param data on which it is trained
 * @param store where runs are kept
 * @param fresh whether all is trained, whatever the store has
 * @param threads how many runs may train at once
 * @param timedThreads how many may at once while they are timed, on this machine
 */
record Estimator(
    Function<Trial, PreparedTrial> prepare,
    RunData data,
    Optional<RunStore> store,
    boolean fresh,
    int threads,
    int timedThreads) {

  /**
   * Trials of one workload take the same time a step: learning rate, loss and seed cost nothing.
   */
  private record Workload(
      Architecture architecture, int batchSize, Optimizer optimizer, Augmentation augmentation) {

    static Workload of(Trial trial) {
      Hyperparameters chosen = trial.hyperparameters();
      return new Workload(
          trial.architecture(), chosen.batchSize(), chosen.optimizer(), chosen.augmentation());
    }
  }

  /** What is left to do of a trial; none where the store has it. */
  private record Rest(PreparedTrial prepared, double epochs) {

    Workload workload() {
      return Workload.of(prepared.trial());
    }
  }

  Estimate estimate(List<Trial> trials) {
    List<Rest> rests = trials.stream().map(this::rest).filter(rest -> rest.epochs > 0).toList();
    int atOnce = Math.min(threads, rests.size());
    double seconds = 0;
    if (!rests.isEmpty()) {
      Map<Workload, Double> epochSeconds = measure(rests, Math.min(timedThreads, atOnce));
      seconds =
          finish(
              rests.stream()
                  .map(
                      rest ->
                          rest.epochs * Objects.requireNonNull(epochSeconds.get(rest.workload())))
                  .toList(),
              atOnce);
    }
    return new Estimate(
        trials.size(),
        trials.size() - rests.size(),
        data,
        atOnce,
        seconds,
        store.isEmpty() ? 0 : rests.stream().mapToLong(rest -> bytes(rest.prepared)).sum(),
        store.map(RunStore::folder));
  }

  private Rest rest(Trial trial) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    PreparedTrial prepared = prepare.apply(trial);
    return new Rest(prepared, epochsLeft(prepared));
  }

  private double epochsLeft(PreparedTrial prepared) {
    return store
        .filter(any -> !fresh)
        .map(any -> any.copies(prepared.key()))
        .orElse(RunCopies.NONE)
        .epochsLeft(prepared.epochs(), prepared.batches(), prepared.options());
  }

  /** Parameters and optimizer state of every network that is kept, as floats. */
  private static long bytes(PreparedTrial prepared) {
    long floats = 0;
    for (NeuralNetConfiguration layer : prepared.configuration().getConfs()) {
      long parameters = layer.getLayer().initializer().numParams(layer);
      floats += parameters;
      if (layer.getLayer() instanceof BaseLayer trained) {
        floats += trained.getIUpdater().stateSize(parameters);
      }
    }
    var kept = new TreeSet<>(prepared.options().keptEpochs().headSet(prepared.epochs(), true));
    kept.add(prepared.epochs());
    return Float.BYTES * floats * kept.size();
  }

  /** Seconds an epoch of each workload, while as many are at work as there will be in training. */
  private Map<Workload, Double> measure(List<Rest> rests, int atOnce) {
    var distinct = new LinkedHashMap<Workload, Rest>();
    rests.forEach(rest -> distinct.putIfAbsent(rest.workload(), rest));
    var timed = new ArrayList<>(distinct.values());
    for (int i = 0; timed.size() < atOnce; i++) {
      timed.add(timed.get(i));
    }
    var workers = new WatchedThreads(atOnce);
    var pending = new ArrayList<Future<Double>>();
    for (Rest rest : timed) {
      pending.add(workers.submit(() -> EpochTimer.seconds(rest.prepared)));
    }
    if (workers.await(() -> {})) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
    List<Double> laps = workers.results(pending); // Or fails as training would.
    var seconds = new HashMap<Workload, Double>();
    for (int i = 0; i < timed.size(); i++) {
      seconds.merge(timed.get(i).workload(), laps.get(i), Math::max);
    }
    return seconds;
  }

  private static CancellationException interrupted() {
    return new CancellationException("Interrupted while it was estimated what training takes.");
  }

  /** When the last run is done, if each begins as soon as a thread is free. */
  static double finish(List<Double> seconds, int threads) {
    var free = new PriorityQueue<>(Collections.nCopies(threads, 0.0));
    seconds.forEach(run -> free.add(free.remove() + run));
    return Collections.max(free);
  }
}
