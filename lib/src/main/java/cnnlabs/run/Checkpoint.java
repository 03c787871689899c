package cnnlabs.run;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * All that a run needs to go on, to the bit, from where it stands.
 *
 * @param position epochs and batches that are done
 * @param mean over the batches of the epoch under way
 * @param epochSeconds trained in the epoch under way
 * @param history the finished epochs
 * @param network parameters, batch normalization statistics and the optimizer's state; training
 *     goes on in this very network
 */
public record Checkpoint(
    Position position,
    RunningMean mean,
    double epochSeconds,
    History history,
    MultiLayerNetwork network) {

  /** At the end of the history's last epoch. */
  public static Checkpoint after(History history, MultiLayerNetwork network) {
    return new Checkpoint(
        new Position(history.epochs().size(), 0), RunningMean.NONE, 0, history, network);
  }

  /** The same, with a network of its own. */
  public Checkpoint copy() {
    return new Checkpoint(position, mean, epochSeconds, history, network.clone());
  }
}
