package cnnlabs.train;

import cnnlabs.engine.BackEnd;
import cnnlabs.engine.ComputationException;
import cnnlabs.run.Checkpoint;
import cnnlabs.run.History;
import cnnlabs.run.Position;
import cnnlabs.run.Run;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunStatus;
import cnnlabs.store.RunCopy;
import cnnlabs.store.RunRecorder;
import com.google.common.base.Suppliers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Makes one run: as a stored copy has it, by training, or as one that nobody could train. */
final class RunMaker {

  private final PreparedTrial prepared;
  private final Optional<Run> known;
  private final IntFunction<MultiLayerNetwork> retrain;
  private final Consumer<RunProgress> report;
  private final Instant begun = Instant.now();
  private final List<String> notes = new ArrayList<>();

  /**
   * Prepares a run, which a store may have trained further than the caller knows.
   *
   * @param retrain gives the network after so many epochs, where the store did not keep it
   * @param report is told of every batch
   */
  RunMaker(
      PreparedTrial prepared,
      Optional<Run> known,
      IntFunction<MultiLayerNetwork> retrain,
      Consumer<RunProgress> report) {
    this.prepared = prepared;
    this.known = known;
    this.retrain = retrain;
    this.report = report;
  }

  /** Tells whoever watches, from the next report on. */
  void note(String note) {
    notes.add(note);
  }

  void reportWaiting() {
    report.accept(
        RunProgress.waiting(prepared.trial())
            .withNotes(List.of("waiting for another notebook, which trains it now")));
  }

  /** A run goes on measuring what it has measured so far. */
  RunOptions options(Optional<RunCopy> base) {
    RunOptions wanted = prepared.options();
    return wanted.probeImages() > 0
        ? wanted
        : wanted.withProbeImages(base.map(RunCopy::probeImages).orElse(0));
  }

  Instant started(Optional<RunCopy> base) {
    return base.map(copy -> copy.run().started()).orElse(begun);
  }

  /** The run as a copy has it, which suffices. */
  Run taken(RunCopy copy) throws IOException {
    int wanted = prepared.epochs(copy.history());
    History history = copy.history().first(wanted);
    int epochs = history.epochs().size();
    boolean diverged = epochs < wanted;
    var networks = kept(copy, epochs);
    Supplier<MultiLayerNetwork> last = network(copy, epochs);
    Supplier<Checkpoint> end = () -> Checkpoint.after(history, last.get());
    if (diverged) {
      Checkpoint stopped = copy.checkpoint();
      end = () -> stopped;
    } else if (copy.hasNetwork(epochs)) {
      networks.put(epochs, last);
    }
    Instant started = copy.run().started();
    return ended(
        progress(diverged ? RunStatus.DIVERGED : RunStatus.COMPLETED, history)
            .withIterations(diverged ? copy.run().iterations() : iterations(epochs))
            .withStored(Optional.of(started)),
        copy.run().backEnd(),
        started,
        networks,
        end);
  }

  /** The wanted networks of the epochs that are there. */
  private NavigableMap<Integer, Supplier<MultiLayerNetwork>> kept(RunCopy copy, int epochs) {
    var networks = new TreeMap<Integer, Supplier<MultiLayerNetwork>>();
    for (int epoch : prepared.options().keptEpochs().headSet(epochs, true)) {
      networks.put(epoch, network(copy, epoch));
    }
    return networks;
  }

  /** A network, which is read when it is first asked for: most of a grid's never are. */
  private Supplier<MultiLayerNetwork> network(RunCopy copy, int epoch) {
    return Suppliers.memoize(
        () -> {
          try {
            return epoch == 0 ? prepared.newNetwork() : copy.network(epoch);
          } catch (IOException e) {
            return retrain.apply(epoch); // It was not kept, or is not there any more.
          }
        });
  }

  /**
   * Trains the run.
   *
   * @param base the stored copy to go on from; else it begins, or goes on from the known run
   */
  Run trained(Optional<RunCopy> base, RunRecorder recorder) {
    var networks = new TreeMap<Integer, Supplier<MultiLayerNetwork>>();
    Optional<Checkpoint> resumed = Optional.empty();
    try {
      if (base.isPresent()) {
        resumed = Optional.of(base.get().checkpoint());
        networks.putAll(kept(base.get(), base.get().reached().epochs()));
      }
    } catch (IOException e) {
      note("trained again, since its checkpoint cannot be read: " + e.getMessage());
    }
    Position stored = resumed.map(Checkpoint::position).orElse(Position.START);
    if (known.isPresent() && stored.isBehind(position(known.get()))) {
      resumed = Optional.of(known.get().end().get().copy());
    }
    Checkpoint from =
        resumed.orElseGet(() -> Checkpoint.after(History.EMPTY, prepared.newNetwork()));
    if (!from.position().equals(Position.START)) {
      note("carried on from " + from.position());
    }
    double secondsBefore = from.history().seconds() + from.epochSeconds();
    long begin = System.nanoTime();
    try (var loop =
        new TrainingLoop(
            prepared,
            from,
            options(base).probeImages(),
            recorder,
            now -> report.accept(progress(RunStatus.TRAINING, now, secondsBefore, begin)))) {
      Optional<String> failure = Optional.empty();
      RunStatus status = RunStatus.FAILED;
      try {
        status = loop.train();
      } catch (ComputationException e) {
        failure = Optional.of(String.valueOf(e.getMessage()));
      }
      loop.kept().forEach((epoch, network) -> networks.put(epoch, () -> network));
      Checkpoint end = loop.checkpoint();
      if (failure.isPresent()) {
        return failed(failure.get(), end.history(), networks);
      }
      if (end.position().batches() == 0) {
        networks.put(end.position().epochs(), end::network);
      }
      return ended(
          progress(status, end, secondsBefore, begin),
          prepared.origin().backEnd(),
          started(base),
          networks,
          () -> end);
    }
  }

  private Position position(Run run) {
    int epochs = run.history().epochs().size();
    return new Position(epochs, Math.toIntExact(run.iterations() - iterations(epochs)));
  }

  private RunProgress progress(RunStatus status, Checkpoint now, double secondsBefore, long begin) {
    return progress(status, now.history())
        .withIterations(now.position().iterations(prepared.batches()))
        .withTraining(now.mean().metrics())
        .withSeconds(secondsBefore + (System.nanoTime() - begin) / 1e9);
  }

  /** Where the run stands after these epochs. */
  private RunProgress progress(RunStatus status, History history) {
    return RunProgress.waiting(prepared.trial())
        .withStatus(status)
        .withIterations(iterations(history.epochs().size()))
        .withTotalIterations(iterations(prepared.epochs()))
        .withHistory(history)
        .withSeconds(history.seconds())
        .withNotes(notes);
  }

  /** The run that nobody could train. */
  Run failed(String why) {
    return failed(why, History.EMPTY, new TreeMap<>());
  }

  /** The run that failed after these epochs, from which it can be carried on in the store. */
  private Run failed(
      String why, History history, NavigableMap<Integer, Supplier<MultiLayerNetwork>> networks) {
    return ended(
        progress(RunStatus.FAILED, history).withNotes(List.of(why)),
        prepared.origin().backEnd(),
        begun,
        networks,
        () -> {
          throw new IllegalStateException(
              "The run '%s' could not be trained: %s".formatted(prepared.trial().label(), why));
        });
  }

  private long iterations(int epochs) {
    return new Position(epochs, 0).iterations(prepared.batches());
  }

  /** The run that ended so, which is reported. */
  private Run ended(
      RunProgress last,
      BackEnd backEnd,
      Instant started,
      NavigableMap<Integer, Supplier<MultiLayerNetwork>> networks,
      Supplier<Checkpoint> end) {
    report.accept(last);
    return new Run(
        prepared.trial(),
        prepared.origin().settings(),
        prepared.origin().data(),
        backEnd,
        started,
        last.status(),
        last.iterations(),
        last.history(),
        networks,
        end);
  }
}
