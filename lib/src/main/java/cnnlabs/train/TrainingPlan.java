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
import org.nd4j.linalg.learning.config.IUpdater;

/** What is to be trained: all that is known of a run before its first step. */
final class TrainingPlan implements AutoCloseable {

  private final Trial trial;
  private final Split data;
  private final Normalization normalization;
  private final Wanted wanted;
  private final BackEnd backEnd;
  private final RunSettings settings;
  private MultiLayerNetwork network;
  private NetworkExecutor executor;

  /**
   * Makes the network and what executes it.
   *
   * @throws IllegalArgumentException if the layers do not fit the images, a batch is larger than
   *     the training split, or there is not enough memory
   */
  TrainingPlan(Trial trial, Split data, Normalization normalization, Wanted wanted) {
    this.trial = trial;
    this.data = data;
    this.normalization = normalization;
    this.wanted = wanted;
    BatchReader.requireBatchSize(data.training(), trial.hyperparameters().batchSize());
    backEnd = Engine.backEnd(); // First: a layer made before it would compute in another way.
    MultiLayerConfiguration configuration = configuration(trial, data);
    Engine.requireMemory(configuration, batchShape());
    network = Networks.initialize(configuration);
    executor = executor(network);
    settings =
        RunSettings.of(
            network.getLayerWiseConfigurations().toJson(),
            trial.hyperparameters().batchSize(),
            trial.hyperparameters().augmentation(),
            trial.hyperparameters().labelSmoothing(),
            data,
            normalization,
            backEnd,
            executor.path());
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

  /** Executes another network of this plan, against the same loss; to be closed. */
  NetworkExecutor executor(MultiLayerNetwork network) {
    return Engine.executor(
        network, new LabelSmoothing(trial.hyperparameters().labelSmoothing()), batchShape());
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

  /** The start, before anything was trained. */
  Checkpoint start() {
    return Checkpoint.after(History.EMPTY, network);
  }

  /** Takes a network that was trained so far in the place of the one at the start. */
  void resume(MultiLayerNetwork trained) {
    executor.close();
    network = trained;
    executor = executor(trained);
  }

  NetworkExecutor executor() {
    return executor;
  }

  @Override
  public void close() {
    executor.close();
  }
}
