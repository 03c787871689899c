package cnnlabs.store;

import cnnlabs.run.Position;
import cnnlabs.run.RunOptions;
import java.util.List;
import java.util.Optional;

/**
 * What a store has of one run, and what that is good for: to be taken as it is, or to go on from.
 *
 * @param all the copies, the latest first; those of a shared store come last
 */
public record RunCopies(List<RunCopy> all) {

  /** Nothing is stored. */
  public static final RunCopies NONE = new RunCopies(List.of());

  public RunCopies {
    all = List.copyOf(all);
  }

  /** Those that have all that is wanted of the run, which need not be trained then. */
  public List<RunCopy> sufficient(int epochs, RunOptions options) {
    return all.stream().filter(copy -> copy.suffices(epochs, options)).toList();
  }

  /** The one that has all that is wanted of its epochs, and the most of them: to go on from. */
  public Optional<RunCopy> furthest(int epochs, RunOptions options) {
    return all.stream()
        .filter(copy -> copy.hasAllOf(epochs, options))
        .reduce((first, next) -> first.reached().isBehind(next.reached()) ? next : first);
  }

  /** What the latest one lacks where none can be gone on from, for a reader. */
  public Optional<String> missing(int epochs, RunOptions options) {
    return furthest(epochs, options).isPresent()
        ? Optional.empty()
        : all.stream().findFirst().map(copy -> copy.missing(epochs, options));
  }

  /**
   * Epochs that are to be trained yet, and parts of one; 0 where the run can be taken as it is.
   *
   * @param batches steps an epoch
   */
  public double epochsLeft(int epochs, int batches, RunOptions options) {
    if (!sufficient(epochs, options).isEmpty()) {
      return 0;
    }
    Position from = furthest(epochs, options).map(RunCopy::reached).orElse(Position.START);
    return epochs - from.epochs() - (double) from.batches() / batches;
  }
}
