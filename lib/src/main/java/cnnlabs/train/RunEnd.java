package cnnlabs.train;

import java.util.Optional;
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

  private void requireTrained(Run run) {
    if (failure.isPresent()) {
      throw new IllegalStateException(
          "The run '%s' could not be trained: %s".formatted(run.label(), failure.get()));
    }
  }

  /** The network that training left, which is trained again where it was not kept. */
  synchronized MultiLayerNetwork network(Run run) {
    requireTrained(run);
    if (last.isEmpty()) {
      int epochs = run.history().epochs().size();
      Trainer keeping = trainer.orElseThrow().keepingEpochs(epochs);
      if (run.hyperparameters().schedule().dependsOnLength()) {
        // A shorter run would have other learning rates: this one stopped early.
        Run again = keeping.fit(run.trial(), Optional.empty());
        last = Optional.of(Checkpoint.after(run.history(), again.network(epochs)));
      } else {
        last = keeping.fit(run.trial().withEpochs(epochs), Optional.empty()).end().last;
      }
    }
    return last.orElseThrow().network();
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
