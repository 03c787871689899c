package cnnlabs.train;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** How long an epoch takes: a few of its steps are timed, and some of its measuring. */
final class EpochTimer {

  /** Before it counts: a Java program grows faster while it runs. */
  private static final double WARM_UP_SECONDS = 0.2;

  private static final double SECONDS = 0.2;
  private static final int LEAST_LAPS = 3;
  private static final int EVALUATED_IMAGES = 500;

  private final PreparedTrial prepared;
  private final MultiLayerNetwork network;
  private final NetworkExecutor executor;
  private final BatchReader training;
  private Iterator<Batch> batches = Collections.emptyIterator();

  private EpochTimer(PreparedTrial prepared, MultiLayerNetwork network, NetworkExecutor executor) {
    this.prepared = prepared;
    this.network = network;
    this.executor = executor;
    training = prepared.training();
  }

  /**
   * Seconds of one epoch and of the measuring after it, in about a second.
   *
   * @throws IllegalArgumentException if there is not enough memory, a batch is larger than the
   *     training split, or the images are too small for the augmentation
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  static double seconds(PreparedTrial prepared) {
    MultiLayerNetwork network = prepared.newNetwork();
    try (NetworkExecutor executor = prepared.executor(network)) {
      var timer = new EpochTimer(prepared, network, executor);
      return prepared.batches() * lapSeconds(timer::step) + timer.measuringSeconds();
    }
  }

  private void step() {
    if (!batches.hasNext()) {
      batches = training.shuffled(prepared.chosen().seed(), 1, 0).iterator();
    }
    Batch batch = batches.next();
    executor.train(batch.features(), batch.labels(), batch.index());
  }

  private double measuringSeconds() {
    ImageDataset test = prepared.data().test();
    ImageDataset some = test.take(Math.min(EVALUATED_IMAGES, test.size()));
    var reader = prepared.measured(some);
    var loss = prepared.chosen().loss();
    double image = lapSeconds(() -> Metrics.measure(executor, reader, loss)) / some.size();
    int images = test.size() + prepared.data().validation().map(ImageDataset::size).orElse(0);
    return image * images + layerStatisticsSeconds();
  }

  private double layerStatisticsSeconds() {
    int images = prepared.options().probeImages();
    if (images == 0) {
      return 0;
    }
    Batch probe = prepared.probe(images);
    return lapSeconds(() -> LayerStatistics.of(network, executor, probe));
  }

  /** The mean, as an epoch has it: with what now and then takes longer. */
  private static double lapSeconds(Runnable lap) {
    repeat(lap, WARM_UP_SECONDS);
    return repeat(lap, SECONDS);
  }

  private static double repeat(Runnable lap, double atLeast) {
    long begin = System.nanoTime();
    for (int laps = 1; ; laps++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("Interrupted while training was timed.");
      }
      lap.run();
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (laps >= LEAST_LAPS && seconds >= atLeast) {
        return seconds / laps;
      }
    }
  }
}
