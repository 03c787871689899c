package cnnlabs.train;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.CancellationException;

/** How long an epoch takes: a few of its steps are timed, and some of its measuring. */
final class EpochTimer {

  /** Before it counts: a Java program grows faster while it runs. */
  private static final double WARM_UP_SECONDS = 0.2;

  private static final double SECONDS = 0.2;
  private static final int LEAST_LAPS = 3;
  private static final int EVALUATED_IMAGES = 500;

  private final TrainingPlan plan;
  private final BatchReader training;
  private Iterator<Batch> batches = Collections.emptyIterator();

  private EpochTimer(TrainingPlan plan) {
    this.plan = plan;
    Hyperparameters chosen = plan.trial().hyperparameters();
    training =
        new BatchReader(
            plan.data().training(),
            plan.normalization(),
            chosen.augmentation(),
            chosen.batchSize());
  }

  /**
   * Seconds of one epoch and of the measuring after it, in about a second. The plan's network is
   * trained a little.
   *
   * @throws IllegalArgumentException if a batch is larger than the training split, or the images
   *     are too small for the augmentation
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  static double seconds(TrainingPlan plan) {
    var timer = new EpochTimer(plan);
    return plan.batches() * lapSeconds(timer::step) + timer.measuringSeconds();
  }

  private void step() {
    if (!batches.hasNext()) {
      batches = training.shuffled(plan.trial().hyperparameters().seed(), 1, 0).iterator();
    }
    Batch batch = batches.next();
    plan.executor().train(batch.features(), batch.labels(), batch.index());
  }

  private double measuringSeconds() {
    ImageDataset test = plan.data().test();
    ImageDataset some = test.take(Math.min(EVALUATED_IMAGES, test.size()));
    var reader = TrainingSession.evaluationReader(some, plan.normalization());
    var loss = plan.trial().hyperparameters().loss();
    double image = lapSeconds(() -> Metrics.measure(plan.executor(), reader, loss)) / some.size();
    int images = test.size() + plan.data().validation().map(ImageDataset::size).orElse(0);
    return image * images + layerStatisticsSeconds();
  }

  private double layerStatisticsSeconds() {
    int images = plan.wanted().probeImages();
    if (images == 0) {
      return 0;
    }
    Batch probe =
        new BatchReader(plan.data().training().take(images), plan.normalization(), images)
            .inOrder()
            .iterator()
            .next();
    return lapSeconds(() -> LayerStatistics.of(plan.start().network(), plan.executor(), probe));
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
