package cnnlabs.train;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.data.RandomStream;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.engine.StepResult;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** One run while it trains: the loop over epochs and batches, and all that it changes. */
final class TrainingSession {

  /** Measuring is fastest where a batch's activations fit the cache. */
  private static final int EVALUATION_BATCH = 100;

  private final Hyperparameters chosen;
  private final Wanted wanted;
  private final MultiLayerNetwork network;
  private final Supplier<NetworkExecutor> executor;
  private final BatchReader training;
  private final Optional<BatchReader> validation;
  private final BatchReader test;
  private final Optional<BatchReader> probe;
  private final RunRecorder recorder;
  private final BiConsumer<RunStatus, Checkpoint> everyBatch;

  private final TreeMap<Integer, MultiLayerNetwork> kept = new TreeMap<>();
  private RunStatus status = RunStatus.TRAINING;
  private History history;
  private int batches;
  private RunningMean mean;
  private double secondsBefore;
  private long beginNanos = System.nanoTime();

  /**
   * Prepares training.
   *
   * @param plan what to train
   * @param from where to begin: with the plan's network
   * @param probeImages over which layer statistics are measured; 0 for none
   * @param recorder is told of each epoch, and within long ones
   * @param everyBatch is told where the run stands
   */
  TrainingSession(
      TrainingPlan plan,
      Checkpoint from,
      int probeImages,
      RunRecorder recorder,
      BiConsumer<RunStatus, Checkpoint> everyBatch) {
    Normalization normalization = plan.normalization();
    chosen = plan.trial().hyperparameters();
    wanted = plan.wanted();
    ImageDataset images = plan.data().training();
    training = new BatchReader(images, normalization, chosen.augmentation(), chosen.batchSize());
    validation = plan.data().validation().map(held -> evaluationReader(held, normalization));
    test = evaluationReader(plan.data().test(), normalization);
    probe =
        probeImages == 0
            ? Optional.empty()
            : Optional.of(new BatchReader(images.take(probeImages), normalization, probeImages));
    network = from.network();
    executor = plan::executor; // Which is compiled at the first batch: an interrupted run has none.
    history = from.history();
    batches = from.position().batches();
    mean = from.mean();
    secondsBefore = from.epochSeconds();
    this.recorder = recorder;
    this.everyBatch = everyBatch;
  }

  /** Reads images to be measured on. */
  static BatchReader evaluationReader(ImageDataset images, Normalization normalization) {
    return new BatchReader(images, normalization, Math.min(EVALUATION_BATCH, images.size()));
  }

  /** Trains until the last epoch, an interruption or divergence. */
  RunStatus train() {
    if (checkpoint().position().equals(Position.START) && wanted.keptEpochs().contains(0)) {
      kept.put(0, network.clone());
      recorder.save(status, checkpoint());
    }
    while (status == RunStatus.TRAINING) {
      trainEpoch();
    }
    if (!checkpoint().position().equals(Position.START)) {
      recorder.save(status, checkpoint());
    }
    return status;
  }

  private void trainEpoch() {
    int epoch = history.epochs().size() + 1;
    beginNanos = System.nanoTime();
    for (Batch batch : training.shuffled(chosen.seed(), epoch, batches)) {
      if (Thread.currentThread().isInterrupted()) {
        status = RunStatus.INTERRUPTED;
        return;
      }
      // Forward, loss, backward and update, as the executor does it best.
      StepResult step =
          executor.get().train(batch.features(), batch.labels(), dropoutSeed(epoch, batch.index()));
      batches++;
      mean = mean.plus(step, batch.size());
      if (!Double.isFinite(step.loss())) {
        status = RunStatus.DIVERGED;
        return;
      }
      everyBatch.accept(status, checkpoint());
      if (recorder.isDue()) {
        recorder.save(status, checkpoint());
      }
    }
    try {
      endEpoch(measure(epoch));
    } catch (CancellationException e) {
      status = RunStatus.INTERRUPTED;
    }
  }

  private void endEpoch(EpochResult result) {
    network.incrementEpochCount();
    history = history.plus(result);
    batches = 0;
    mean = RunningMean.NONE;
    secondsBefore = 0;
    beginNanos = System.nanoTime();
    if (wanted.keptEpochs().contains(result.epoch())) {
      kept.put(result.epoch(), network.clone());
    }
    if (result.epoch() == wanted.epochs(chosen.epochs(), history)) {
      status = RunStatus.COMPLETED;
    } else {
      recorder.save(status, checkpoint());
    }
  }

  /** Measures the network after an epoch, each split apart. */
  private EpochResult measure(int epoch) {
    double trainingSeconds = epochSeconds();
    long begin = System.nanoTime();
    Optional<Metrics> onValidation =
        validation.map(images -> Metrics.measure(executor.get(), images, chosen.loss()));
    Metrics onTest = Metrics.measure(executor.get(), test, chosen.loss());
    List<LayerStatistics> layers =
        probe
            .map(
                images ->
                    LayerStatistics.of(network, executor.get(), images.inOrder().iterator().next()))
            .orElse(List.of());
    return new EpochResult(
        epoch,
        mean.metrics(),
        network.calcRegularizationScore(true),
        onValidation,
        onTest,
        trainingSeconds,
        (System.nanoTime() - begin) / 1e9,
        layers);
  }

  private long dropoutSeed(int epoch, int batch) {
    return RandomStream.seed(chosen.seed(), RandomStream.Purpose.DROPOUT, epoch, batch);
  }

  private double epochSeconds() {
    return secondsBefore + (System.nanoTime() - beginNanos) / 1e9;
  }

  /** Where the run stands now; its network is the one that is trained. */
  Checkpoint checkpoint() {
    var position = new Position(history.epochs().size(), batches);
    double seconds = batches == 0 ? 0 : epochSeconds();
    return new Checkpoint(position, mean, seconds, history, network);
  }

  /** By epoch, copies of the networks that were wanted of the epochs of this session. */
  NavigableMap<Integer, MultiLayerNetwork> kept() {
    return kept;
  }
}
