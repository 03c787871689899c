package cnnlabs.run;

import cnnlabs.engine.BackEnd;
import cnnlabs.model.TrainedNetwork;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
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
 * @param networks by epoch, what gives the networks that were kept, 0 being the start; the last
 *     epoch's is among them, unless the run is a longer one's beginning
 * @param end gives where training ended, with the last network; it throws as {@link #network()}
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
    NavigableMap<Integer, Supplier<MultiLayerNetwork>> networks,
    Supplier<Checkpoint> end) {

  public Run {
    networks = Collections.unmodifiableNavigableMap(new TreeMap<>(networks));
  }

  /**
   * The network as training left it: a plain Deeplearning4j model.
   *
   * <p>Of a longer run's beginning, whose network was not kept, it is the trainer's to give: it
   * trains that network again, once.
   *
   * @throws IllegalStateException if the run could not be trained, saying why
   * @throws CancellationException if the thread is interrupted while it is trained again; asking
   *     for it once more then carries that on
   */
  public MultiLayerNetwork network() {
    return end.get().network();
  }

  /**
   * The network as training left it with its normalization: what predictions, feature maps and
   * statistics are made of. It throws as {@link #network()}.
   */
  public TrainedNetwork trained() {
    return new TrainedNetwork(network(), settings.normalization());
  }

  /** The same after an epoch that was to be kept: see {@link #network(int)}. */
  public TrainedNetwork trained(int epoch) {
    return new TrainedNetwork(network(epoch), settings.normalization());
  }

  /**
   * The network after an epoch that was to be kept.
   *
   * @param epoch 0 is the start
   * @throws IllegalArgumentException naming the epochs that are there, if this one is not
   */
  public MultiLayerNetwork network(int epoch) {
    Supplier<MultiLayerNetwork> network = networks.get(epoch);
    if (network == null) {
      throw new IllegalArgumentException(
          "No network was kept at epoch %d, only at %s. Name the epoch to Trainer.keepingEpochs."
              .formatted(epoch, networks.keySet()));
    }
    return network.get();
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
