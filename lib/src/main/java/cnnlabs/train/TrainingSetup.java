package cnnlabs.train;

import static com.google.common.base.Preconditions.checkState;

import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.engine.Engine;
import cnnlabs.run.Run;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.store.RunRecorder;
import cnnlabs.store.RunStore;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What a {@link Trainer} was asked for, and how it makes a run of it.
 *
 * @param store where runs are kept; empty where none is
 * @param fresh whether each run is trained from its start, whatever the store has
 */
@RecordBuilder
record TrainingSetup(
    Split data,
    Normalization normalization,
    RunOptions options,
    Optional<RunStore> store,
    boolean fresh,
    ProgressListener progress)
    implements TrainingSetupBuilder.With {

  TrainingSetup keepingEpochs(int... epochs) {
    return withOptions(
        options.withKeptEpochs(new TreeSet<>(IntStream.of(epochs).boxed().toList())));
  }

  /** Reads what decides a trial's run. */
  PreparedTrial prepare(Trial trial) {
    return PreparedTrial.of(trial.namedFor(data), data, normalization, options);
  }

  /**
   * Trains a network, telling the listener.
   *
   * @param known the run as far as the caller has it
   * @param again whether a network of the store is missing or cannot be read
   * @throws IllegalStateException if the computation failed
   */
  Run fit(Trial trial, Optional<Run> known, boolean again) {
    var throttled = new ThrottledProgress(progress);
    var trained = new AtomicBoolean();
    Run run =
        fit(
            prepare(trial),
            known,
            again,
            now -> {
              trained.compareAndSet(false, now.stored().isEmpty());
              throttled.offer(List.of(now));
            });
    throttled.finish();
    if (trained.get()) {
      Engine.freeUnused();
    }
    requireTrained(run);
    return run;
  }

  static void requireTrained(Run run) {
    if (run.status() == RunStatus.FAILED) {
      run.network(); // Throws, saying why.
    }
  }

  /** Trains a network, telling of each batch. One that fails is a result. */
  Run fit(PreparedTrial prepared, Consumer<RunProgress> everyBatch) {
    return fit(prepared, Optional.empty(), false, everyBatch);
  }

  private Run fit(
      PreparedTrial prepared,
      Optional<Run> known,
      boolean again,
      Consumer<RunProgress> everyBatch) {
    var maker =
        new RunMaker(
            prepared, known, again ? TrainingSetup::unreadable : retraining(prepared), everyBatch);
    return store.isPresent()
        ? new Fit(prepared, store.get(), maker).run(fresh, again)
        : maker.trained(Optional.empty(), RunRecorder.NONE);
  }

  /** The run as the store has it, if it has all of it. */
  Optional<Run> stored(PreparedTrial prepared, Consumer<RunProgress> report) {
    return new Fit(prepared, requireStore(), maker(prepared, report)).stored();
  }

  /** The run that nobody could train. */
  Run failed(PreparedTrial prepared, String why, Consumer<RunProgress> report) {
    return maker(prepared, report).failed(why);
  }

  private RunMaker maker(PreparedTrial prepared, Consumer<RunProgress> report) {
    return new RunMaker(prepared, Optional.empty(), retraining(prepared), report);
  }

  private IntFunction<MultiLayerNetwork> retraining(PreparedTrial prepared) {
    return epochs -> withFresh(false).retrained(prepared.trial(), epochs);
  }

  /** A network that the store did not keep, or that cannot be read any more: trained again. */
  private MultiLayerNetwork retrained(Trial trial, int epochs) {
    // Where the rate depends on the length, a shorter run has other rates: this one stopped early.
    boolean whole = trial.hyperparameters().schedule().dependsOnLength();
    Trial enough = whole ? trial : trial.withEpochs(epochs);
    Run run = keepingEpochs(epochs).fit(enough, Optional.empty(), true);
    if (run.history().epochs().size() < epochs) {
      throw new CancellationException(
          "Stopped while the network of epoch %d was trained again.".formatted(epochs));
    }
    return run.network(epochs);
  }

  private static MultiLayerNetwork unreadable(int epoch) {
    throw new IllegalStateException(
        "The store's network of epoch %d cannot be read. Train its run with fresh()."
            .formatted(epoch));
  }

  RunStore requireStore() {
    checkState(
        store.isPresent(),
        "A cluster leaves its runs in a store: give the trainer one, with withStore.");
    return store.get();
  }
}
