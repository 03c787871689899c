package cnnlabs.train;

import cnnlabs.data.Augmentation;
import cnnlabs.model.Architecture;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.jspecify.annotations.Nullable;

/** Estimates what training will take: looks into the store, and times what it does not have. */
final class Estimator {

  private final Function<Trial, TrainingPlan> plans;
  private final RunData data;
  private final Optional<RunStore> store;
  private final boolean fresh;
  private final int threads;
  private final int timedThreads;

  /**
   * Prepares an estimate.
   *
   * @param plans how a trial is trained
   * @param data on which
   * @param store where runs are kept
   * @param fresh whether all is trained, whatever the store has
   * @param threads how many runs may train at once
   * @param timedThreads how many may at once while they are timed, on this machine
   */
  Estimator(
      Function<Trial, TrainingPlan> plans,
      RunData data,
      Optional<RunStore> store,
      boolean fresh,
      int threads,
      int timedThreads) {
    this.plans = plans;
    this.data = data;
    this.store = store;
    this.fresh = fresh;
    this.threads = threads;
    this.timedThreads = timedThreads;
  }

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
  private record Rest(Trial trial, double epochs, long bytes) {}

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
                          rest.epochs
                              * Objects.requireNonNull(epochSeconds.get(Workload.of(rest.trial))))
                  .toList(),
              atOnce);
    }
    return new Estimate(
        trials.size(),
        trials.size() - rests.size(),
        data,
        atOnce,
        seconds,
        store.isEmpty() ? 0 : rests.stream().mapToLong(Rest::bytes).sum(),
        store.map(RunStore::folder));
  }

  private Rest rest(Trial trial) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    try (TrainingPlan plan = plans.apply(trial)) {
      return new Rest(trial, epochsLeft(plan), bytes(plan));
    }
  }

  /**
   * As {@link Training} decides it: taken from the store, carried on, or trained from the start.
   */
  private double epochsLeft(TrainingPlan plan) {
    int epochs = plan.epochs();
    if (fresh || store.isEmpty()) {
      return epochs;
    }
    List<RunContents> stored = store.get().slot(plan.settings().key()).readable();
    if (stored.stream().anyMatch(run -> run.suffices(plan.epochs(run.history()), plan.wanted()))) {
      return 0;
    }
    return stored.stream()
        .filter(run -> run.lacks(epochs, plan.wanted()).isEmpty())
        .map(RunContents::reached)
        .mapToDouble(from -> epochs - from.epochs() - (double) from.batches() / plan.batches())
        .min()
        .orElse(epochs);
  }

  /** Parameters and optimizer state of every network that is kept, as floats. */
  private static long bytes(TrainingPlan plan) {
    long floats = 0;
    for (NeuralNetConfiguration layer : plan.configuration().getConfs()) {
      long parameters = layer.getLayer().initializer().numParams(layer);
      floats += parameters;
      if (layer.getLayer() instanceof BaseLayer trained) {
        floats += trained.getIUpdater().stateSize(parameters);
      }
    }
    var kept = new TreeSet<>(plan.wanted().keptEpochs().headSet(plan.epochs(), true));
    kept.add(plan.epochs());
    return Float.BYTES * floats * kept.size();
  }

  /** Seconds an epoch of each workload, while as many are at work as there will be in training. */
  private Map<Workload, Double> measure(List<Rest> rests, int atOnce) {
    var distinct = new LinkedHashMap<Workload, Trial>();
    rests.forEach(rest -> distinct.putIfAbsent(Workload.of(rest.trial), rest.trial));
    var timed = new ArrayList<>(distinct.values());
    for (int i = 0; timed.size() < atOnce; i++) {
      timed.add(timed.get(i));
    }
    var workers = new WatchedThreads(atOnce);
    var failure = new AtomicReference<@Nullable Throwable>();
    var pending = new ArrayList<Future<Double>>();
    for (Trial trial : timed) {
      pending.add(
          workers.submit(
              () -> {
                try {
                  return epochSeconds(trial);
                } catch (RuntimeException | Error e) {
                  // As training would fail: a network that does not fit the data.
                  failure.compareAndSet(null, e);
                  workers.stop();
                  throw e;
                }
              }));
    }
    if (workers.await(() -> {})) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
    WatchedThreads.rethrow(failure.get());
    var seconds = new HashMap<Workload, Double>();
    for (int i = 0; i < timed.size(); i++) {
      seconds.merge(Workload.of(timed.get(i)), WatchedThreads.result(pending.get(i)), Math::max);
    }
    return seconds;
  }

  private static CancellationException interrupted() {
    return new CancellationException("Interrupted while it was estimated what training takes.");
  }

  private double epochSeconds(Trial trial) {
    try (TrainingPlan plan = plans.apply(trial)) {
      return EpochTimer.seconds(plan);
    }
  }

  /** When the last run is done, if each begins as soon as a thread is free. */
  static double finish(List<Double> seconds, int threads) {
    var free = new PriorityQueue<>(Collections.nCopies(threads, 0.0));
    seconds.forEach(run -> free.add(free.remove() + run));
    return Collections.max(free);
  }
}
