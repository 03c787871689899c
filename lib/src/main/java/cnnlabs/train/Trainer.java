package cnnlabs.train;

import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.model.Architecture;
import cnnlabs.model.Networks;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * Trains networks on one split of a data set.
 *
 * <pre>{@code
 * Run run = Trainer.on(Cifar10.load()).fit(LeNet5.of(TANH), Hyperparameters.defaults());
 * }</pre>
 *
 * <p>A trainer is a value: each {@code with...} gives another one. Interrupting the thread that
 * trains ends the run at its next batch; the run then holds what was trained.
 */
public final class Trainer {

  private static final ProgressListener SILENT = runs -> {};

  private final Split data;
  private final Normalization normalization;
  private final SortedSet<Integer> keptEpochs;
  private final int probeImages;
  private final ProgressListener progress;

  private Trainer(
      Split data,
      Normalization normalization,
      SortedSet<Integer> keptEpochs,
      int probeImages,
      ProgressListener progress) {
    this.data = data;
    this.normalization = normalization;
    this.keptEpochs = keptEpochs;
    this.probeImages = probeImages;
    this.progress = progress;
  }

  /** Trains on this split, with inputs in [-1, 1], keeping each run's last network. */
  public static Trainer on(Split data) {
    return new Trainer(data, Normalization.centered(), new TreeSet<>(), 0, SILENT);
  }

  public Trainer withNormalization(Normalization normalization) {
    return new Trainer(data, normalization, keptEpochs, probeImages, progress);
  }

  /** Also keeps the network after each of these epochs, 0 being the start. */
  public Trainer keepingEpochs(int... epochs) {
    var kept = new TreeSet<>(IntStream.of(epochs).boxed().toList());
    return new Trainer(data, normalization, kept, probeImages, progress);
  }

  /**
   * Also measures each layer after each epoch.
   *
   * @param images how many of the first training images the gradient is taken over, such as 500
   */
  public Trainer measuringLayers(int images) {
    return new Trainer(data, normalization, keptEpochs, images, progress);
  }

  public Trainer withProgress(ProgressListener progress) {
    return new Trainer(data, normalization, keptEpochs, probeImages, progress);
  }

  /**
   * Trains a new network.
   *
   * @throws IllegalArgumentException if the layers do not fit the images, or a batch is larger than
   *     the training split
   */
  public Run fit(Architecture architecture, Hyperparameters hyperparameters) {
    var throttled = new ThrottledProgress(progress);
    Run run = fit(new Trial(architecture, hyperparameters), now -> throttled.offer(List.of(now)));
    throttled.finish();
    return run;
  }

  /** Trains a new network, telling of each batch. */
  Run fit(Trial trial, Consumer<RunProgress> everyBatch) {
    var network = Networks.initialize(configuration(trial));
    try (var session =
        new TrainingSession(
            trial, network, data, normalization, keptEpochs, probeImages, everyBatch)) {
      return session.train();
    }
  }

  private MultiLayerConfiguration configuration(Trial trial) {
    Hyperparameters chosen = trial.hyperparameters();
    return Networks.configuration(
        trial.architecture(),
        data.shape(),
        data.classes(),
        chosen.loss(),
        chosen.optimizer().updater(chosen.learningRate()),
        chosen.l2(),
        chosen.seed());
  }
}
