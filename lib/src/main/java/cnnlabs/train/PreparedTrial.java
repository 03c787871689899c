package cnnlabs.train;

import cnnlabs.data.BatchReader;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.engine.BackEnd;
import cnnlabs.engine.Engine;
import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.model.Networks;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.IUpdater;

/** What is to be trained: all that is known of a run before its first step. */
final class TrainingPlan implements AutoCloseable {

  private final Trial trial;
  private final Split data;
  private final Normalization normalization;
  private final Wanted wanted;
  private final BackEnd backEnd;
  private final MultiLayerConfiguration configuration;
  private final RunSettings settings;
  private @Nullable MultiLayerNetwork network;
  private @Nullable NetworkExecutor executor;

  /**
   * Reads what decides the run. The network is made, and its step compiled, when they are first
   * asked for: most plans only look into the store.
   *
   * @throws IllegalArgumentException if the layers do not fit the images, or a batch is larger than
   *     the training split
   */
  TrainingPlan(Trial trial, Split data, Normalization normalization, Wanted wanted) {
    this.trial = trial;
    this.data = data;
    this.normalization = normalization;
    this.wanted = wanted;
    BatchReader.requireBatchSize(data.training(), trial.hyperparameters().batchSize());
    backEnd = Engine.backEnd(); // First: a layer made before it would compute in another way.
    configuration = configuration(trial, data);
    settings =
        RunSettings.of(
            configuration.toJson(),
            trial.hyperparameters().batchSize(),
            trial.hyperparameters().augmentation(),
            trial.hyperparameters().labelSmoothing(),
            data,
            normalization,
            backEnd,
            Engine.path(configuration, smoothing()));
  }

  private LabelSmoothing smoothing() {
    return new LabelSmoothing(trial.hyperparameters().labelSmoothing());
  }

  private static MultiLayerConfiguration configuration(Trial trial, Split data) {
    Hyperparameters chosen = trial.hyperparameters();
    return Networks.configuration(
        trial.architecture(),
        data.shape(),
        data.classes(),
        chosen.loss(),
        updater(chosen, batches(trial, data)),
        chosen.l2(),
        chosen.seed());
  }

  private static IUpdater updater(Hyperparameters chosen, int batches) {
    return chosen
        .schedule()
        .of(chosen.learningRate(), chosen.epochs(), batches)
        .map(chosen.optimizer()::updater)
        .orElseGet(() -> chosen.optimizer().updater(chosen.learningRate()));
  }

  /** Executes a network of this plan, against the same loss; to be closed. */
  NetworkExecutor executor(MultiLayerNetwork network) {
    NetworkExecutor made = Engine.executor(network, smoothing(), batchShape());
    if (!made.path().equals(settings.path())) {
      made.close();
      throw new IllegalStateException(
          ("The network '%s' cannot be compiled after all, and its run would be taken for that of a"
                  + " compiled one. Start with -Dcnnlabs.engine=%s: then it trains layer by layer,"
                  + " which is slower.")
              .formatted(trial.label(), made.path()));
    }
    return made;
  }

  private long[] batchShape() {
    return new long[] {
      trial.hyperparameters().batchSize(),
      data.shape().channels(),
      data.shape().height(),
      data.shape().width()
    };
  }

  Trial trial() {
    return trial;
  }

  Split data() {
    return data;
  }

  RunData runData() {
    return RunData.of(data);
  }

  Normalization normalization() {
    return normalization;
  }

  Wanted wanted() {
    return wanted;
  }

  /** At most so many epochs are trained. */
  int epochs() {
    return trial.hyperparameters().epochs();
  }

  /** So many epochs are trained, as far as this history tells. */
  int epochs(History history) {
    return wanted.epochs(epochs(), history);
  }

  /** Steps an epoch. */
  int batches() {
    return batches(trial, data);
  }

  private static int batches(Trial trial, Split data) {
    return (data.training().size() - 1) / trial.hyperparameters().batchSize() + 1;
  }

  BackEnd backEnd() {
    return backEnd;
  }

  /** All that will decide the result. */
  RunSettings settings() {
    return settings;
  }

  /** The network's configuration, before anything was trained. */
  MultiLayerConfiguration configuration() {
    return configuration;
  }

  /**
   * The start, before anything was trained.
   *
   * @throws IllegalArgumentException if there is not enough memory to train the network
   */
  Checkpoint start() {
    return Checkpoint.after(History.EMPTY, network());
  }

  private MultiLayerNetwork network() {
    if (network == null) {
      Engine.requireMemory(configuration, batchShape());
      network = Networks.initialize(configuration);
    }
    return network;
  }

  /** Takes a network that was trained so far in the place of the one at the start. */
  void resume(MultiLayerNetwork trained) {
    close();
    network = trained;
  }

  /** Executes the plan's network. */
  NetworkExecutor executor() {
    if (executor == null) {
      executor = executor(network());
    }
    return executor;
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.close();
      executor = null;
    }
  }
}
