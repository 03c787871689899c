package cnnlabs.train;

import cnnlabs.engine.BackEnd;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
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
 * @param networks by epoch, the networks that were kept, 0 being the start; the latest always is
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
    NavigableMap<Integer, MultiLayerNetwork> networks) {

  public Run {
    networks = Collections.unmodifiableNavigableMap(new TreeMap<>(networks));
  }

  /** The network as training left it: a plain Deeplearning4j model. */
  public MultiLayerNetwork network() {
    return networks.lastEntry().getValue();
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
}
