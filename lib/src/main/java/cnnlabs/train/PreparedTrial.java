package cnnlabs.train;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.engine.BackEnd;
import cnnlabs.engine.Engine;
import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.model.Networks;
import cnnlabs.run.History;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.RunData;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunOrigin;
import cnnlabs.run.RunSettings;
import cnnlabs.run.Trial;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A trial on its data: all that is known of a run before a network is made or compiled.
 *
 * @param origin what makes the run
 * @param configuration of its network, before anything is trained
 */
record PreparedTrial(
    RunOrigin origin, Split data, RunOptions options, MultiLayerConfiguration configuration) {

  /** Measuring is fastest where a batch's activations fit the cache. */
  private static final int EVALUATION_BATCH = 100;

  /**
   * Reads what decides the run.
   *
   * @throws IllegalArgumentException if the layers or the batch size do not fit the images
   */
  static PreparedTrial of(
      Trial trial, Split data, Normalization normalization, RunOptions options) {
    Hyperparameters chosen = trial.hyperparameters();
    BatchReader.requireBatchSize(data.training(), chosen.batchSize());
    BackEnd backEnd =
        Engine.backEnd(); // First: a layer made before it would compute in another way.
    MultiLayerConfiguration configuration = configuration(trial, data);
    var settings =
        new RunSettings(
            configuration.toJson(),
            chosen.batchSize(),
            chosen.augmentation().toString(),
            chosen.labelSmoothing(),
            data.fingerprint(),
            normalization,
            backEnd.kind(),
            Engine.path(configuration, new LabelSmoothing(chosen.labelSmoothing())),
            RunSettings.VERSION);
    return new PreparedTrial(
        new RunOrigin(trial, settings, RunData.of(data), backEnd), data, options, configuration);
  }

  private static MultiLayerConfiguration configuration(Trial trial, Split data) {
    Hyperparameters chosen = trial.hyperparameters();
    int batches = (data.training().size() - 1) / chosen.batchSize() + 1;
    return Networks.configuration(
        trial.architecture(),
        data.shape(),
        data.classes(),
        chosen.loss(),
        chosen
            .schedule()
            .of(chosen.learningRate(), chosen.epochs(), batches)
            .map(chosen.optimizer()::updater)
            .orElseGet(() -> chosen.optimizer().updater(chosen.learningRate())),
        chosen.l2(),
        chosen.seed());
  }

  Trial trial() {
    return origin.trial();
  }

  Hyperparameters chosen() {
    return origin.trial().hyperparameters();
  }

  /** What the run is known by. */
  String key() {
    return origin.key();
  }

  Normalization normalization() {
    return origin.settings().normalization();
  }

  /** Steps an epoch. */
  int batches() {
    return origin.batches();
  }

  /** Reads the training images. */
  BatchReader training() {
    return new BatchReader(
        data.training(), normalization(), chosen().augmentation(), chosen().batchSize());
  }

  /** Reads images to be measured on. */
  BatchReader measured(ImageDataset images) {
    return new BatchReader(images, normalization(), Math.min(EVALUATION_BATCH, images.size()));
  }

  /** The first training images in one batch, over which layer statistics are measured. */
  Batch probe(int images) {
    ImageDataset first = data.training().take(images);
    return new BatchReader(first, normalization(), images).inOrder().iterator().next();
  }

  /** At most so many epochs are trained. */
  int epochs() {
    return chosen().epochs();
  }

  /** So many epochs are trained, as far as this history tells. */
  int epochs(History history) {
    return options.epochs(epochs(), history);
  }

  /**
   * A network at its start.
   *
   * @throws IllegalArgumentException if there is not enough memory to train it
   */
  MultiLayerNetwork newNetwork() {
    Engine.requireMemory(configuration, batchShape());
    return Networks.initialize(configuration);
  }

  /** Compiles a network of this trial, against its loss; to be closed. */
  NetworkExecutor executor(MultiLayerNetwork network) {
    var smoothing = new LabelSmoothing(chosen().labelSmoothing());
    NetworkExecutor made = Engine.executor(network, smoothing, batchShape());
    if (!made.path().equals(origin.settings().path())) {
      made.close();
      throw new IllegalStateException(
          ("The network '%s' cannot be compiled after all, and its run would be taken for that of a"
                  + " compiled one. Start with -Dcnnlabs.engine=%s: then it trains layer by layer,"
                  + " which is slower.")
              .formatted(trial().label(), made.path()));
    }
    return made;
  }

  private long[] batchShape() {
    var shape = data.shape();
    return new long[] {chosen().batchSize(), shape.channels(), shape.height(), shape.width()};
  }
}
