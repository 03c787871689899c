package cnnlabs.train;

import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.engine.Engine;
import cnnlabs.model.Architecture;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunData;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.store.RunRecorder;
import cnnlabs.store.RunStore;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

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
  private final RunOptions options;
  private final Optional<RunStore> store;
  private final boolean fresh;
  private final ProgressListener progress;

  private Trainer(
      Split data,
      Normalization normalization,
      RunOptions options,
      Optional<RunStore> store,
      boolean fresh,
      ProgressListener progress) {
    this.data = data;
    this.normalization = normalization;
    this.options = options;
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
        RunOptions.NONE,
        Optional.of(RunStore.ofEnvironment()),
        false,
        SILENT);
  }

  public Trainer withNormalization(Normalization normalization) {
    return new Trainer(data, normalization, options, store, fresh, progress);
  }

  /**
   * Also keeps the network after each of these epochs.
   *
   * @param epochs at least 0, the start; one that a run does not reach is passed over
   * @throws IllegalArgumentException if one is negative
   */
  public Trainer keepingEpochs(int... epochs) {
    var kept = new TreeSet<>(IntStream.of(epochs).boxed().toList());
    return new Trainer(data, normalization, options.withKeptEpochs(kept), store, fresh, progress);
  }

  /**
   * Also measures each layer after each epoch.
   *
   * @param images how many of the first training images the gradient is taken over, such as 500; 0
   *     for no measuring
   * @throws IllegalArgumentException if it is negative
   */
  public Trainer measuringLayers(int images) {
    return new Trainer(
        data, normalization, options.withProbeImages(images), store, fresh, progress);
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
    return new Trainer(data, normalization, options.withPatience(patience), store, fresh, progress);
  }

  public Trainer withProgress(ProgressListener progress) {
    return new Trainer(data, normalization, options, store, fresh, progress);
  }

  /** Takes runs from this store, and stores them there. */
  public Trainer withStore(RunStore store) {
    return new Trainer(data, normalization, options, Optional.of(store), fresh, progress);
  }

  /** Takes no run from a store, and stores none. */
  public Trainer withoutStore() {
    return new Trainer(data, normalization, options, Optional.empty(), fresh, progress);
  }

  /** Trains every run from its start. It takes the place of what the store has of it. */
  public Trainer fresh() {
    return new Trainer(data, normalization, options, store, true, progress);
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
    return fit(new Trial(architecture, hyperparameters), Optional.empty(), false);
  }

  /**
   * Trains a run on with the same settings, as if it had been that long from the first: to the bit.
   * The run that is given stays as it is. A trainer that is {@link #fresh()} carries it on all the
   * same.
   *
   * @param run of this trainer's data and normalization
   * @param epochs so many more than its history has, at least 1
   * @return the longer run, whose history begins with the given one's
   * @throws IllegalArgumentException if the run is of other data or another normalization
   * @throws IllegalStateException if the run failed or diverged, or its learning rate came to its
   *     end
   */
  public Run resume(Run run, int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, but is " + epochs);
    }
    requireTrained(run);
    if (run.status() == RunStatus.DIVERGED) {
      throw new IllegalStateException(
          "The run '%s' diverged at iteration %,d: more epochs would mend nothing."
              .formatted(run.label(), run.iterations()));
    }
    if (run.hyperparameters().schedule().dependsOnLength()) {
      throw new IllegalStateException(
          "The learning rate of the run '%s' came to its end in %d epochs. Train a run of more epochs from its start."
              .formatted(run.label(), run.hyperparameters().epochs()));
    }
    Trial longer = run.trial().withEpochs(run.history().epochs().size() + epochs);
    if (!prepare(longer).key().equals(run.settings().key())) {
      throw new IllegalArgumentException(
          "The run '%s' was trained on %s, normalized to %s. Carry it on with a trainer of the same, not of %s, normalized to %s."
              .formatted(
                  run.label(),
                  run.data(),
                  run.settings().normalization(),
                  RunData.of(data),
                  normalization));
    }
    return continuing().fit(longer, Optional.of(run), false);
  }

  private Run fit(Trial trial, Optional<Run> known, boolean again) {
    var throttled = new ThrottledProgress(progress);
    var trained = new AtomicBoolean();
    Run run =
        fit(
            prepare(trial),
            known,
            again,
            now -> {
              trained.compareAndSet(false, now.stored().isEmpty());
              throttled.offer(List.of(now));
            });
    throttled.finish();
    if (trained.get()) {
      Engine.freeUnused();
    }
    requireTrained(run);
    return run;
  }

  private static void requireTrained(Run run) {
    if (run.status() == RunStatus.FAILED) {
      run.network(); // Throws, saying why.
    }
  }

  /** Trains a network, telling of each batch. One that fails is a result. */
  Run fit(PreparedTrial prepared, Consumer<RunProgress> everyBatch) {
    return fit(prepared, Optional.empty(), false, everyBatch);
  }

  private Run fit(
      PreparedTrial prepared,
      Optional<Run> known,
      boolean again,
      Consumer<RunProgress> everyBatch) {
    var maker =
        new RunMaker(
            prepared, known, again ? Trainer::unreadable : retraining(prepared), everyBatch);
    return store.isPresent()
        ? new Fit(prepared, store.get(), maker).run(fresh, again)
        : maker.trained(Optional.empty(), RunRecorder.NONE);
  }

  /** The run as the store has it, if it has all of it. */
  Optional<Run> stored(PreparedTrial prepared, Consumer<RunProgress> report) {
    return new Fit(prepared, requireStore(), maker(prepared, report)).stored();
  }

  /** The run that nobody could train. */
  Run failed(PreparedTrial prepared, String why, Consumer<RunProgress> report) {
    return maker(prepared, report).failed(why);
  }

  private RunMaker maker(PreparedTrial prepared, Consumer<RunProgress> report) {
    return new RunMaker(prepared, Optional.empty(), retraining(prepared), report);
  }

  private IntFunction<MultiLayerNetwork> retraining(PreparedTrial prepared) {
    return epochs -> continuing().retrained(prepared.trial(), epochs);
  }

  /** A network that the store did not keep, or that cannot be read any more: trained again. */
  private MultiLayerNetwork retrained(Trial trial, int epochs) {
    // Where the rate depends on the length, a shorter run would have other rates: this one stopped
    // early.
    boolean whole = trial.hyperparameters().schedule().dependsOnLength();
    Trial enough = whole ? trial : trial.withEpochs(epochs);
    Run run = keepingEpochs(epochs).fit(enough, Optional.empty(), true);
    if (run.history().epochs().size() < epochs) {
      throw new CancellationException(
          "Stopped while the network of epoch %d was trained again.".formatted(epochs));
    }
    return run.network(epochs);
  }

  private static MultiLayerNetwork unreadable(int epoch) {
    throw new IllegalStateException(
        "The store's network of epoch %d cannot be read. Train its run with fresh()."
            .formatted(epoch));
  }

  RunStore requireStore() {
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
  Trainer with(RunOptions options) {
    return new Trainer(data, normalization, options, store, fresh, progress);
  }

  /** Reads what decides a trial's run. */
  PreparedTrial prepare(Trial trial) {
    return PreparedTrial.of(trial.namedFor(data), data, normalization, options);
  }

  /** What {@link #fit} will take, from a few steps of the network, unless the store has the run. */
  public Estimate estimate(Architecture architecture, Hyperparameters hyperparameters) {
    return estimate(List.of(new Trial(architecture, hyperparameters)), 1, 1);
  }

  /** What these trials will take, so many at once, of which so many run here to be timed. */
  Estimate estimate(List<Trial> trials, int threads, int timedThreads) {
    return new Estimator(this::prepare, RunData.of(data), store, fresh, threads, timedThreads)
        .estimate(trials);
  }

  /** A trainer that carries runs on, as a fresh one does not. */
  Trainer continuing() {
    return new Trainer(data, normalization, options, store, false, progress);
  }
}
