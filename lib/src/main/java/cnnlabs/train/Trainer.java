package cnnlabs.train;

import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.engine.Engine;
import cnnlabs.model.Architecture;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains networks on one split of a data set.
 *
 * <pre>{@code
 * Run run = Trainer.on(Cifar10.load()).fit(LeNet5.of(TANH), Hyperparameters.defaults());
 * }</pre>
 *
 * <p>A trainer is a value: each {@code with...} gives another one. Interrupting the thread that
 * trains ends the run at its next batch; the run then holds what was trained, and training it again
 * carries it on. Where nothing can be stored, a line in the log says so, and training goes on.
 */
public final class Trainer {

  private static final ProgressListener SILENT = runs -> {};

  private final Split data;
  private final Normalization normalization;
  private final Wanted wanted;
  private final Optional<RunStore> store;
  private final boolean fresh;
  private final ProgressListener progress;

  private Trainer(
      Split data,
      Normalization normalization,
      Wanted wanted,
      Optional<RunStore> store,
      boolean fresh,
      ProgressListener progress) {
    this.data = data;
    this.normalization = normalization;
    this.wanted = wanted;
    this.store = store;
    this.fresh = fresh;
    this.progress = progress;
  }

  /**
   * Trains on this split, with inputs in [-1, 1], keeping each run's last network, and stores runs
   * in {@link RunStore#ofEnvironment()}.
   */
  public static Trainer on(Split data) {
    return new Trainer(
        data,
        Normalization.centered(),
        Wanted.NOTHING,
        Optional.of(RunStore.ofEnvironment()),
        false,
        SILENT);
  }

  public Trainer withNormalization(Normalization normalization) {
    return new Trainer(data, normalization, wanted, store, fresh, progress);
  }

  /**
   * Also keeps the network after each of these epochs.
   *
   * @param epochs at least 0, the start; one that a run does not reach is passed over
   * @throws IllegalArgumentException if one is negative
   */
  public Trainer keepingEpochs(int... epochs) {
    var kept = new TreeSet<>(IntStream.of(epochs).boxed().toList());
    return new Trainer(data, normalization, wanted.withKeptEpochs(kept), store, fresh, progress);
  }

  /**
   * Also measures each layer after each epoch.
   *
   * @param images how many of the first training images the gradient is taken over, such as 500; 0
   *     for no measuring
   * @throws IllegalArgumentException if it is negative
   */
  public Trainer measuringLayers(int images) {
    return new Trainer(data, normalization, wanted.withProbeImages(images), store, fresh, progress);
  }

  /**
   * Also ends a run before its last epoch, once so many epochs in a row gave no greater validation
   * accuracy than one before them: early stopping. The run is the beginning of the whole one; its
   * best epoch is that of {@link History#chosenByValidation()}.
   *
   * @param patience in epochs, at least 1
   * @throws IllegalArgumentException if no validation images are held out
   */
  public Trainer stoppingEarly(int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "patience must be at least 1 epoch, such as 5, but is " + patience);
    }
    if (data.validation().isEmpty()) {
      throw new IllegalArgumentException(
          "Early stopping needs validation images: hold some out with withValidation.");
    }
    return new Trainer(data, normalization, wanted.withPatience(patience), store, fresh, progress);
  }

  public Trainer withProgress(ProgressListener progress) {
    return new Trainer(data, normalization, wanted, store, fresh, progress);
  }

  /** Takes runs from this store, and stores them there. */
  public Trainer withStore(RunStore store) {
    return new Trainer(data, normalization, wanted, Optional.of(store), fresh, progress);
  }

  /** Takes no run from a store, and stores none. */
  public Trainer withoutStore() {
    return new Trainer(data, normalization, wanted, Optional.empty(), fresh, progress);
  }

  /** Trains every run from its start. It takes the place of what the store has of it. */
  public Trainer fresh() {
    return new Trainer(data, normalization, wanted, store, true, progress);
  }

  /**
   * Trains a network, or takes it from the store where it was trained before: with fewer epochs
   * than there it is the stored run's beginning, with more it is carried on from its end.
   *
   * @throws IllegalArgumentException if the layers do not fit the images, a batch is larger than
   *     the training split, or there is not enough memory
   * @throws IllegalStateException if the computation failed, saying where; the store has the epochs
   *     before, from which the same call carries on
   */
  public Run fit(Architecture architecture, Hyperparameters hyperparameters) {
    return fit(new Trial(architecture, hyperparameters), Optional.empty());
  }

  /** Trains from where the run is known to stand, if it is. */
  Run fit(Trial trial, Optional<Checkpoint> known) {
    var throttled = new ThrottledProgress(progress);
    var trained = new AtomicBoolean();
    Run run =
        fit(
            trial,
            known,
            now -> {
              trained.compareAndSet(false, now.stored().isEmpty());
              throttled.offer(List.of(now));
            });
    throttled.finish();
    if (trained.get()) {
      Engine.freeUnused();
    }
    run.end().requireTrained(run);
    return run;
  }

  /** Trains a network, telling of each batch. One that fails is a result. */
  Run fit(Trial trial, Optional<Checkpoint> known, Consumer<RunProgress> everyBatch) {
    try (TrainingPlan plan = plan(trial)) {
      return fit(plan, known, everyBatch);
    }
  }

  private Run fit(TrainingPlan plan, Optional<Checkpoint> known, Consumer<RunProgress> everyBatch) {
    var training = new Training(plan, continuing(), known, everyBatch);
    return store.isPresent() ? training.with(store.get(), fresh) : training.alone();
  }

  /**
   * Trains a run that another process asked for.
   *
   * @param key what the run is known by there
   * @throws IllegalStateException if it has another key here
   */
  Run fitAsked(Trial trial, String key, Consumer<RunProgress> everyBatch) {
    try (TrainingPlan plan = plan(trial)) {
      String here = plan.settings().key();
      if (!here.equals(key)) {
        throw new IllegalStateException(
            ("The run '%s' has the key %s here, but %s where the sweep was started: the two differ"
                    + " in the library, the data or the back end. Give both the same version of CNN"
                    + " Labs.")
                .formatted(trial.label(), here, key));
      }
      Run run = fit(plan, Optional.empty(), everyBatch);
      run.end().requireTrained(run);
      return run;
    }
  }

  /** The run as the store has it, if it has all of it. */
  Optional<Run> stored(Trial trial, Consumer<RunProgress> report) {
    try (TrainingPlan plan = plan(trial)) {
      return new Training(plan, continuing(), Optional.empty(), report).from(requireStore());
    }
  }

  /** The run that nobody could train. */
  Run failed(Trial trial, String why, Consumer<RunProgress> report) {
    try (TrainingPlan plan = plan(trial)) {
      return new Training(plan, this, Optional.empty(), report).failed(why);
    }
  }

  /** The run as the store has it; where it has not, the task that trains it is handed on. */
  Optional<Run> storedOr(Consumer<SweepTask> otherwise, Trial trial, Consumer<RunProgress> report) {
    try (TrainingPlan plan = plan(trial)) {
      Optional<Run> stored =
          fresh
              ? Optional.empty()
              : new Training(plan, continuing(), Optional.empty(), report).from(requireStore());
      if (stored.isEmpty()) {
        otherwise.accept(SweepTask.of(plan, requireStore(), fresh));
      }
      return stored;
    }
  }

  private RunStore requireStore() {
    return store.orElseThrow(
        () ->
            new IllegalStateException(
                "A cluster leaves its runs in a store: give the trainer one, with withStore."));
  }

  boolean isFresh() {
    return fresh;
  }

  Split data() {
    return data;
  }

  /** Keeps and measures what another trainer was asked to. */
  Trainer wanting(Wanted wanted) {
    return new Trainer(data, normalization, wanted, store, fresh, progress);
  }

  private TrainingPlan plan(Trial trial) {
    return new TrainingPlan(trial.namedFor(data), data, normalization, wanted);
  }

  /** What {@link #fit} will take, from a few steps of the network, unless the store has the run. */
  public Estimate estimate(Architecture architecture, Hyperparameters hyperparameters) {
    return estimate(List.of(new Trial(architecture, hyperparameters)), 1);
  }

  /** What these trials will take, so many at once. */
  Estimate estimate(List<Trial> trials, int threads) {
    return estimate(trials, threads, threads);
  }

  /** What these trials will take, so many at once, of which so many run here to be timed. */
  Estimate estimate(List<Trial> trials, int threads, int timedThreads) {
    return new Estimator(this::plan, RunData.of(data), store, fresh, threads, timedThreads)
        .estimate(trials);
  }

  /** Who carries a run on, which even a fresh one does not begin again. */
  Trainer continuing() {
    return new Trainer(data, normalization, wanted, store, false, progress);
  }
}
