package cnnlabs.train;

import cnnlabs.run.RunData;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What training some runs will take, from a short measurement: {@link Sweep#estimate}.
 *
 * @param runs that are asked for
 * @param stored how many of them lie whole in the store, and cost nothing
 * @param data what they train and are measured on
 * @param atOnce how many train side by side
 * @param seconds until the last one is done
 * @param bytes of the networks that will be kept in the store
 * @param folder of the store; empty where nothing is stored
 */
public record Estimate(
    int runs,
    int stored,
    RunData data,
    int atOnce,
    double seconds,
    long bytes,
    Optional<Path> folder) {

  /** Runs that are begun, or carried on from where they stopped. */
  public int toTrain() {
    return runs - stored;
  }

  /** One line: how much there is to train, and how long that takes. */
  @Override
  public String toString() {
    return "%d of %d runs to train (%d in the store), about %.0f s, %d at once, on %s"
        .formatted(toTrain(), runs, stored, seconds, atOnce, data);
  }
}
