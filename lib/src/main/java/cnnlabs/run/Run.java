package cnnlabs.train;

import cnnlabs.engine.BackEnd;
import cnnlabs.model.TrainedNetwork;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * One trained network and how it came to be.
 *
 * @param trial the architecture and the hyperparameters
 * @param settings all that decided the result
 * @param data what it was trained and measured on
 * @param backEnd what computed
 * @param started when training began
 * @param status whether it trained to its end
 * @param iterations steps that were trained, over all epochs
 * @param history the epochs that were finished
 * @param networks by epoch, the networks that were kept, 0 being the start; the last epoch's is
 *     among them, unless the run is a longer one's beginning
 * @param end where training ended
 */
public record Run(
    Trial trial,
    RunSettings settings,
    RunData data,
    BackEnd backEnd,
    Instant started,
    RunStatus status,
    long iterations,
    History history,
    NavigableMap<Integer, MultiLayerNetwork> networks,
    RunEnd end) {

  public Run {
    networks = Collections.unmodifiableNavigableMap(new TreeMap<>(networks));
  }

  /**
   * The network as training left it: a plain Deeplearning4j model.
   *
   * <p>Where the store has a longer run and did not keep this epoch's network, it is trained again,
   * once.
   *
   * @throws IllegalStateException if the run could not be trained
   * @throws CancellationException if the thread is interrupted while it is trained again; asking
   *     for it once more then carries that on
   */
  public MultiLayerNetwork network() {
    return end.network(this);
  }

  /**
   * The network as training left it with its normalization: what predictions, feature maps and
   * statistics are made of.
   *
   * @throws IllegalStateException as {@link #network()}
   * @throws CancellationException as {@link #network()}
   */
  public TrainedNetwork trained() {
    return new TrainedNetwork(network(), settings.normalization());
  }

  /**
   * The same after an epoch that was to be kept.
   *
   * @param epoch 0 is the start
   * @throws IllegalArgumentException as {@link #network(int)}
   */
  public TrainedNetwork trained(int epoch) {
    return new TrainedNetwork(network(epoch), settings.normalization());
  }

  /**
   * Trains on with the same settings, as if the run had been that long from the first: to the bit.
   * This run stays as it is.
   *
   * @param epochs so many more than its history has, at least 1
   * @return the longer run, whose history begins with this one's
   * @throws IllegalStateException if this run diverged, its learning rate came to its end, or it
   *     was opened from the store without its data
   */
  public Run continueFor(int epochs) {
    return continueFor(epochs, Optional.empty());
  }

  /** As {@link #continueFor(int)}, telling of its progress. */
  public Run continueFor(int epochs, ProgressListener progress) {
    return continueFor(epochs, Optional.of(progress));
  }

  private Run continueFor(int epochs, Optional<ProgressListener> progress) {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, but is " + epochs);
    }
    if (status == RunStatus.DIVERGED) {
      throw new IllegalStateException(
          "The run '%s' diverged at iteration %,d: more epochs would mend nothing."
              .formatted(label(), iterations));
    }
    if (hyperparameters().schedule().dependsOnLength()) {
      throw new IllegalStateException(
          "The learning rate of the run '%s' came to its end in %d epochs. Train a run of more epochs from its start."
              .formatted(label(), hyperparameters().epochs()));
    }
    return end.continueFor(this, epochs, progress);
  }

  /**
   * The network after an epoch that was to be kept.
   *
   * @param epoch 0 is the start
   * @throws IllegalArgumentException naming the epochs that are there, if this one is not
   */
  public MultiLayerNetwork network(int epoch) {
    MultiLayerNetwork network = networks.get(epoch);
    if (network == null) {
      throw new IllegalArgumentException(
          "No network was kept at epoch %d, only at %s. Name the epoch to Trainer.keepingEpochs."
              .formatted(epoch, networks.keySet()));
    }
    return network;
  }

  public Hyperparameters hyperparameters() {
    return trial.hyperparameters();
  }

  public String label() {
    return trial.label();
  }

  /** 1 - training accuracy of the last epoch, a fraction; NaN where no epoch was finished. */
  public double trainingError() {
    return history.last().map(EpochResult::trainingError).orElse(Double.NaN);
  }

  /** 1 - test accuracy after the last epoch, a fraction; NaN where no epoch was finished. */
  public double testError() {
    return history.last().map(EpochResult::testError).orElse(Double.NaN);
  }

  /** One line: what was trained on what, how it ended, and its test error. */
  @Override
  public String toString() {
    return "%s, on %s: %s, %s".formatted(label(), data, status, history);
  }
}
