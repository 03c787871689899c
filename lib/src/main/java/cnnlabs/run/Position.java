package cnnlabs.run;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Where a run stands. It is all the random state there is: every random choice is a function of
 * seed, epoch and batch ({@link cnnlabs.data.RandomStream}).
 *
 * @param epochs that are finished and measured
 * @param batches of the next epoch that are trained; all of them where only its measuring is left
 */
public record Position(int epochs, int batches) {

  public static final Position START = new Position(0, 0);

  public Position {
    checkArgument(
        epochs >= 0 && batches >= 0, "A run cannot stand at epoch %s, batch %s.", epochs, batches);
  }

  /** Steps that are trained. */
  public long iterations(int batchesPerEpoch) {
    return (long) epochs * batchesPerEpoch + batches;
  }

  public boolean isBehind(Position other) {
    return epochs < other.epochs || (epochs == other.epochs && batches < other.batches);
  }

  @Override
  public String toString() {
    return batches == 0 ? "epoch " + epochs : "epoch %d, batch %d".formatted(epochs + 1, batches);
  }
}
