package cnnlabs.train;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.data.RandomStream;
import cnnlabs.data.Split;
import cnnlabs.engine.Engine;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.engine.StepResult;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** One run while it trains: the loop over epochs and batches, and all that it changes. */
final class TrainingSession implements AutoCloseable {

  /** Measuring is fastest where a batch's activations fit the cache. */
  private static final int EVALUATION_BATCH = 100;

  private final Trial trial;
  private final Hyperparameters chosen;
  private final MultiLayerNetwork network;
  private final NetworkExecutor executor;
  private final BatchReader training;
  private final Optional<BatchReader> validation;
  private final BatchReader test;
  private final Optional<BatchReader> probe;
  private final SortedSet<Integer> keptEpochs;
  private final Consumer<RunProgress> everyBatch;
  private final RunSettings settings;
  private final RunData data;

  private final Instant started = Instant.now();
  private final long startNanos = System.nanoTime();
  private final TreeMap<Integer, MultiLayerNetwork> kept = new TreeMap<>();
  private History history = History.EMPTY;
  private RunStatus status = RunStatus.TRAINING;
  private long iterations;

  TrainingSession(
      Trial trial,
      MultiLayerNetwork network,
      Split data,
      Normalization normalization,
      SortedSet<Integer> keptEpochs,
      int probeImages,
      Consumer<RunProgress> everyBatch) {
    this.trial = trial;
    this.chosen = trial.hyperparameters();
    this.network = network;
    this.training = new BatchReader(data.training(), normalization, chosen.batchSize());
    this.validation = data.validation().map(images -> evaluationReader(images, normalization));
    this.test = evaluationReader(data.test(), normalization);
    this.probe =
        probeImages == 0
            ? Optional.empty()
            : Optional.of(
                new BatchReader(data.training().take(probeImages), normalization, probeImages));
    this.keptEpochs = keptEpochs;
    this.everyBatch = everyBatch;
    this.executor =
        Engine.executor(
            network,
            chosen.batchSize(),
            data.shape().channels(),
            data.shape().height(),
            data.shape().width());
    this.data = RunData.of(data);
    this.settings =
        RunSettings.of(
            network.getLayerWiseConfigurations().toJson(),
            chosen.batchSize(),
            data,
            normalization,
            Engine.backEnd(),
            executor.path());
  }

  private static BatchReader evaluationReader(ImageDataset images, Normalization normalization) {
    return new BatchReader(images, normalization, Math.min(EVALUATION_BATCH, images.size()));
  }

  /** Trains until the last epoch, an interruption or divergence. */
  Run train() {
    keepIfAsked(0);
    for (int epoch = 1; status == RunStatus.TRAINING; epoch++) {
      trainEpoch(epoch);
      if (epoch == chosen.epochs() && status == RunStatus.TRAINING) {
        status = RunStatus.COMPLETED;
      }
    }
    kept.put(history.epochs().size(), network);
    report(new Metrics(Double.NaN, Double.NaN));
    return new Run(
        trial, settings, data, Engine.backEnd(), started, status, iterations, history, kept);
  }

  private void trainEpoch(int epoch) {
    long begin = System.nanoTime();
    var mean = new RunningMean();
    for (Batch batch : training.shuffled(chosen.seed(), epoch)) {
      if (Thread.currentThread().isInterrupted()) {
        status = RunStatus.INTERRUPTED;
        return;
      }
      // Forward, loss, backward and update, as the executor does it best.
      StepResult step =
          executor.train(batch.features(), batch.labels(), dropoutSeed(epoch, batch.index()));
      iterations++;
      mean.add(step, batch.size());
      if (!Double.isFinite(step.loss())) {
        status = RunStatus.DIVERGED;
        return;
      }
      report(mean.metrics());
    }
    network.incrementEpochCount();
    long trained = System.nanoTime();
    try {
      history = history.plus(measure(epoch, mean.metrics(), begin, trained));
      keepIfAsked(epoch);
    } catch (CancellationException e) {
      status = RunStatus.INTERRUPTED;
    }
  }

  /** Measures the network after an epoch, each split apart. */
  private EpochResult measure(int epoch, Metrics running, long begin, long trained) {
    Optional<Metrics> onValidation =
        validation.map(images -> Metrics.measure(executor, images, chosen.loss()));
    Metrics onTest = Metrics.measure(executor, test, chosen.loss());
    List<LayerStatistics> layers =
        probe
            .map(
                images -> LayerStatistics.of(network, executor, images.inOrder().iterator().next()))
            .orElse(List.of());
    return new EpochResult(
        epoch,
        running,
        network.calcRegularizationScore(true),
        onValidation,
        onTest,
        (trained - begin) / 1e9,
        (System.nanoTime() - trained) / 1e9,
        layers);
  }

  private long dropoutSeed(int epoch, int batch) {
    return RandomStream.seed(chosen.seed(), RandomStream.Purpose.DROPOUT, epoch, batch);
  }

  private void keepIfAsked(int epoch) {
    if (keptEpochs.contains(epoch)) {
      kept.put(epoch, network.clone());
    }
  }

  private void report(Metrics running) {
    everyBatch.accept(
        new RunProgress(
            trial,
            status,
            iterations,
            (long) chosen.epochs() * training.batches(),
            running,
            history,
            (System.nanoTime() - startNanos) / 1e9));
  }

  @Override
  public void close() {
    executor.close();
  }

  /** Loss and accuracy over the images so far. */
  private static final class RunningMean {
    private double lossSum;
    private long correct;
    private long images;

    void add(StepResult step, int size) {
      lossSum += step.loss() * size;
      correct += step.correct();
      images += size;
    }

    Metrics metrics() {
      return new Metrics(lossSum / images, (double) correct / images);
    }
  }
}
