package cnnlabs.train;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.RandomStream;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.engine.StepResult;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import cnnlabs.run.Checkpoint;
import cnnlabs.run.EpochResult;
import cnnlabs.run.History;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Position;
import cnnlabs.run.RunStatus;
import cnnlabs.run.RunningMean;
import cnnlabs.store.RunRecorder;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;

/** One run while it trains: the loop over epochs and batches, and all that it changes. */
final class TrainingLoop implements AutoCloseable {

  private final PreparedTrial prepared;
  private final Hyperparameters chosen;
  private final MultiLayerNetwork network;
  private final BatchReader training;
  private final Optional<BatchReader> validation;
  private final BatchReader test;
  private final Optional<Batch> probe;
  private final RunRecorder recorder;
  private final Consumer<Checkpoint> everyBatch;

  private final TreeMap<Integer, MultiLayerNetwork> kept = new TreeMap<>();
  private @Nullable NetworkExecutor executor;
  private RunStatus status = RunStatus.TRAINING;
  private History history;
  private int batches;
  private RunningMean mean;
  private double secondsBefore;
  private long beginNanos = System.nanoTime();

  /**
   * Prepares training.
   *
   * @param from where to begin; its network is the one that is trained
   * @param probeImages over which layer statistics are measured; 0 for none
   * @param recorder is told of each epoch, and within long ones
   * @param everyBatch is told where the run stands
   */
  TrainingLoop(
      PreparedTrial prepared,
      Checkpoint from,
      int probeImages,
      RunRecorder recorder,
      Consumer<Checkpoint> everyBatch) {
    this.prepared = prepared;
    chosen = prepared.chosen();
    training = prepared.training();
    validation = prepared.data().validation().map(prepared::measured);
    test = prepared.measured(prepared.data().test());
    probe = probeImages == 0 ? Optional.empty() : Optional.of(prepared.probe(probeImages));
    network = from.network();
    history = from.history();
    batches = from.position().batches();
    mean = from.mean();
    secondsBefore = from.epochSeconds();
    this.recorder = recorder;
    this.everyBatch = everyBatch;
  }

  /** Compiled at the first batch: a run that is interrupted before compiles nothing. */
  private NetworkExecutor executor() {
    if (executor == null) {
      executor = prepared.executor(network);
    }
    return executor;
  }

  /** Trains until the last epoch, an interruption or divergence. */
  RunStatus train() {
    if (checkpoint().position().equals(Position.START)
        && prepared.options().keptEpochs().contains(0)) {
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
      long dropoutSeed =
          RandomStream.seed(chosen.seed(), RandomStream.Purpose.DROPOUT, epoch, batch.index());
      StepResult step = executor().train(batch.features(), batch.labels(), dropoutSeed);
      batches++;
      mean = mean.plus(step, batch.size());
      if (!Double.isFinite(step.loss())) {
        status = RunStatus.DIVERGED;
        return;
      }
      everyBatch.accept(checkpoint());
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
    if (prepared.options().keptEpochs().contains(result.epoch())) {
      kept.put(result.epoch(), network.clone());
    }
    if (result.epoch() == prepared.epochs(history)) {
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
        validation.map(images -> Metrics.measure(executor(), images, chosen.loss()));
    Metrics onTest = Metrics.measure(executor(), test, chosen.loss());
    List<LayerStatistics> layers =
        probe.map(images -> LayerStatistics.of(network, executor(), images)).orElse(List.of());
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

  private double epochSeconds() {
    return secondsBefore + (System.nanoTime() - beginNanos) / 1e9;
  }

  /** Where the run stands now; its network is the one that is trained. */
  Checkpoint checkpoint() {
    var position = new Position(history.epochs().size(), batches);
    double seconds = batches == 0 ? 0 : epochSeconds();
    return new Checkpoint(position, mean, seconds, history, network);
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }

  /** By epoch, copies of the networks that were wanted of the epochs of this session. */
  NavigableMap<Integer, MultiLayerNetwork> kept() {
    return kept;
  }
}
