package cnnlabs.train;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.model.Architecture;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunData;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.store.RunStore;
import java.util.List;
import java.util.Optional;

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

  private final TrainingSetup training;

  private Trainer(TrainingSetup training) {
    this.training = training;
  }

  /**
   * Trains on this split, with inputs in [-1, 1], keeping each run's last network, and stores runs
   * in {@link RunStore#ofEnvironment()}.
   */
  public static Trainer on(Split data) {
    return new Trainer(
        new TrainingSetup(
            data,
            Normalization.centered(),
            RunOptions.NONE,
            Optional.of(RunStore.ofEnvironment()),
            false,
            runs -> {}));
  }

  public Trainer withNormalization(Normalization normalization) {
    return new Trainer(training.withNormalization(normalization));
  }

  /**
   * Also keeps the network after each of these epochs.
   *
   * @param epochs at least 0, the start; one that a run does not reach is passed over
   * @throws IllegalArgumentException if one is negative
   */
  public Trainer keepingEpochs(int... epochs) {
    return new Trainer(training.keepingEpochs(epochs));
  }

  /**
   * Also measures each layer after each epoch.
   *
   * @param images the first training images, over which they are measured, such as 500; 0 for none
   * @throws IllegalArgumentException if it is negative
   */
  public Trainer measuringLayers(int images) {
    return with(training.options().withProbeImages(images));
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
    checkArgument(
        patience >= 1, "patience must be at least 1 epoch, such as 5, but is %s", patience);
    checkArgument(
        training.data().validation().isPresent(),
        "Early stopping needs validation images: hold some out with withValidation.");
    return with(training.options().withPatience(patience));
  }

  public Trainer withProgress(ProgressListener progress) {
    return new Trainer(training.withProgress(progress));
  }

  /** Takes runs from this store, and stores them there. */
  public Trainer withStore(RunStore store) {
    return new Trainer(training.withStore(Optional.of(store)));
  }

  /** Takes no run from a store, and stores none. */
  public Trainer withoutStore() {
    return new Trainer(training.withStore(Optional.empty()));
  }

  /** Trains every run from its start. It takes the place of what the store has of it. */
  public Trainer fresh() {
    return new Trainer(training.withFresh(true));
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
    return training.fit(new Trial(architecture, hyperparameters), Optional.empty(), false);
  }

  /**
   * Trains a run on, to the bit as if it had been that long from the first. The run that is given
   * stays as it is. A trainer that is {@link #fresh()} carries it on as well.
   *
   * @param run of this trainer's data and normalization
   * @param epochs so many more than its history has, at least 1
   * @return the longer run, whose history begins with the given one's
   * @throws IllegalArgumentException if the run is of other data or another normalization
   * @throws IllegalStateException if the run failed or diverged, or its learning rate ended
   */
  public Run resume(Run run, int epochs) {
    checkArgument(epochs >= 1, "epochs must be at least 1, but is %s", epochs);
    TrainingSetup.requireTrained(run);
    if (run.status() == RunStatus.DIVERGED) {
      throw new IllegalStateException(
          "The run '%s' diverged at iteration %,d: more epochs would mend nothing."
              .formatted(run.label(), run.iterations()));
    }
    checkState(
        !run.hyperparameters().schedule().dependsOnLength(),
        "The learning rate of the run '%s' came to its end in %s epochs. Train a run of more epochs from its start.",
        run.label(),
        run.hyperparameters().epochs());
    Trial longer = run.trial().withEpochs(run.history().epochs().size() + epochs);
    checkArgument(
        training.prepare(longer).key().equals(run.settings().key()),
        "The run '%s' was trained on %s, normalized to %s. Carry it on with a trainer of the same, not of %s, normalized to %s.",
        run.label(),
        run.data(),
        run.settings().normalization(),
        RunData.of(training.data()),
        training.normalization());
    return training.withFresh(false).fit(longer, Optional.of(run), false);
  }

  private Trainer with(RunOptions options) {
    return new Trainer(training.withOptions(options));
  }

  TrainingSetup training() {
    return training;
  }

  /** What {@link #fit} will take, from a few steps of the network, unless the store has the run. */
  public Estimate estimate(Architecture architecture, Hyperparameters hyperparameters) {
    return estimate(List.of(new Trial(architecture, hyperparameters)), 1, 1);
  }

  /** What these trials will take, so many at once, of which so many run here to be timed. */
  Estimate estimate(List<Trial> trials, int threads, int timedThreads) {
    return new Estimator(
            training::prepare,
            RunData.of(training.data()),
            training.store(),
            training.fresh(),
            threads,
            timedThreads)
        .estimate(trials);
  }
}
