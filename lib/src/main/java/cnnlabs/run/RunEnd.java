package cnnlabs.train;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Where a run's training ended, and who can carry it on from there. */
public final class RunEnd {

  private Optional<Checkpoint> last;
  private final Optional<Trainer> trainer;
  private final Optional<String> failure;

  private RunEnd(Optional<Checkpoint> last, Optional<Trainer> trainer, Optional<String> failure) {
    this.last = last;
    this.trainer = trainer;
    this.failure = failure;
  }

  /** The end of training. */
  static RunEnd at(Checkpoint last, Trainer trainer) {
    return new RunEnd(Optional.of(last), Optional.of(trainer), Optional.empty());
  }

  /** The end of a longer run's beginning, whose network was not kept. */
  static RunEnd withoutNetwork(Trainer trainer) {
    return new RunEnd(Optional.empty(), Optional.of(trainer), Optional.empty());
  }

  /** The end of a run that was opened without the data it was trained on. */
  static RunEnd withoutData(Checkpoint last) {
    return new RunEnd(Optional.of(last), Optional.empty(), Optional.empty());
  }

  /** The end of a run that could not be trained, and why. */
  static RunEnd failed(String why) {
    return new RunEnd(Optional.empty(), Optional.empty(), Optional.of(why));
  }

  /**
   * Makes sure that there is something to go on from.
   *
   * @throws IllegalStateException saying why there is not
   */
  void requireTrained(Run run) {
    if (failure.isPresent()) {
      throw new IllegalStateException(
          "The run '%s' could not be trained: %s".formatted(run.label(), failure.get()));
    }
  }

  /**
   * The network that training left, which is trained again where it was not kept.
   *
   * @throws CancellationException if the thread is interrupted meanwhile
   */
  synchronized MultiLayerNetwork network(Run run) {
    requireTrained(run);
    if (last.isEmpty()) {
      last = Optional.of(trainedAgain(run));
    }
    return last.orElseThrow().network();
  }

  private Checkpoint trainedAgain(Run run) {
    int epochs = run.history().epochs().size();
    // Where the rate depends on the length, a shorter run would have other rates: this one stopped
    // early.
    Trial trial =
        run.hyperparameters().schedule().dependsOnLength()
            ? run.trial()
            : run.trial().withEpochs(epochs);
    Run again = trainer.orElseThrow().keepingEpochs(epochs).fit(trial, Optional.empty());
    if (again.history().epochs().size() < epochs) {
      throw new CancellationException(
          "Stopped while the network of epoch %d was trained again.".formatted(epochs));
    }
    return Checkpoint.after(run.history(), again.network(epochs));
  }

  /** The run with so many more epochs. */
  synchronized Run continueFor(Run run, int epochs, Optional<ProgressListener> progress) {
    requireTrained(run);
    Trainer next =
        trainer.orElseThrow(
            () ->
                new IllegalStateException(
                    "The run '%s' was opened without its data. Train it with Trainer.fit and more"
                            .formatted(run.label())
                        + " epochs: it goes on where it stopped."));
    return progress
        .map(next::withProgress)
        .orElse(next)
        .fit(run.trial().withEpochs(run.history().epochs().size() + epochs), last);
  }
}
