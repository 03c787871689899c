package cnnlabs.train;

import cnnlabs.engine.BackEnd;
import cnnlabs.engine.ComputationException;
import cnnlabs.evaluate.Metrics;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * How one run comes about: taken from the store, carried on from where it stopped, or trained from
 * its start.
 */
final class Training {

  private static final Metrics NOT_MEASURED = new Metrics(Double.NaN, Double.NaN);

  private final TrainingPlan plan;
  private final Trainer trainer;
  private final Optional<Checkpoint> known;
  private final Consumer<RunProgress> report;
  private final Instant begun = Instant.now();
  private final List<String> notes = new ArrayList<>();
  private final StoredTraining inStore;

  /**
   * Prepares a run.
   *
   * @param trainer who carries the run on, once it is done
   * @param known where the run stands as far as the caller knows; the store may know more
   * @param report is told of every batch
   */
  Training(
      TrainingPlan plan,
      Trainer trainer,
      Optional<Checkpoint> known,
      Consumer<RunProgress> report) {
    this.plan = plan;
    this.trainer = trainer;
    this.known = known;
    this.report = report;
    inStore = new StoredTraining(plan, notes);
  }

  /** The run, if the store has all of it. */
  Optional<Run> from(RunStore store) {
    return ready(slot(store).readable());
  }

  /** The run that nobody could train. */
  Run failed(String why) {
    return failed(why, History.EMPTY, new TreeMap<>());
  }

  /** The run that failed after these epochs, from which it can be carried on in the store. */
  private Run failed(
      String why, History history, NavigableMap<Integer, MultiLayerNetwork> networks) {
    long iterations = new Position(history.epochs().size(), 0).iterations(plan.batches());
    report.accept(
        new RunProgress(
            plan.trial(),
            RunStatus.FAILED,
            iterations,
            totalIterations(),
            NOT_MEASURED,
            history,
            history.seconds(),
            Optional.empty(),
            List.of(why)));
    return run(
        plan.backEnd(), begun, RunStatus.FAILED, iterations, history, networks, RunEnd.failed(why));
  }

  /** Trains without a store. */
  Run alone() {
    return train(Optional.empty(), RunRecorder.NONE);
  }

  /**
   * Takes the run from the store, or trains it and stores it.
   *
   * @param fresh whether it is trained from its start, whatever the store has
   */
  Run with(RunStore store, boolean fresh) {
    RunSlot slot = slot(store);
    List<RunContents> stored = fresh ? List.of() : slot.readable();
    Optional<Run> ready = ready(stored);
    if (ready.isPresent()) {
      return ready.get();
    }
    RunLock lock;
    try {
      lock = slot.lock(this::reportWaiting);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return train(inStore.base(stored), RunRecorder.NONE); // Which ends before its first batch.
    } catch (IOException e) {
      slot.tell(
          "The run '%s' cannot be stored, and trains all the same: %s"
              .formatted(plan.trial().label(), e));
      return train(inStore.base(stored), RunRecorder.NONE);
    }
    try {
      return locked(slot, fresh);
    } finally {
      lock.close();
    }
  }

  private RunSlot slot(RunStore store) {
    return store.slot(plan.settings().key());
  }

  /** Nobody else trains this run now, though somebody may have, a moment ago. */
  private Run locked(RunSlot slot, boolean fresh) {
    List<RunContents> here = slot.writable();
    List<RunContents> stored =
        here.isEmpty() && !fresh ? slot.copyShared(plan.trial().label()) : here;
    if (!fresh) {
      Optional<Run> ready = ready(inStore.measured(stored, slot::tell));
      if (ready.isPresent()) {
        return ready.get();
      }
      Optional<RunContents> base = inStore.base(stored);
      if (base.isPresent()) {
        return train(base, recorder(slot, base.get().folder(), base));
      }
    }
    RunFolder folder = slot.newFolder(plan.trial().label());
    Run run = train(Optional.empty(), recorder(slot, folder, Optional.empty()));
    folder
        .contents(false)
        .ifPresent(made -> stored.stream().filter(made::covers).forEach(slot::delete));
    return run;
  }

  private RunRecorder recorder(RunSlot slot, RunFolder folder, Optional<RunContents> base) {
    return new FolderRecorder(
        folder,
        base,
        plan,
        probeImages(base),
        started(base),
        slot.checkpointInterval(),
        slot::tell);
  }

  /** A run goes on measuring what it has measured so far. */
  private int probeImages(Optional<RunContents> base) {
    int wanted = plan.wanted().probeImages();
    return wanted > 0 ? wanted : base.map(stored -> stored.manifest().probeImages()).orElse(0);
  }

  private Instant started(Optional<RunContents> base) {
    return base.map(stored -> stored.manifest().run().started()).orElse(begun);
  }

  /** The run, if the store has all that is wanted of it. */
  private Optional<Run> ready(List<RunContents> stored) {
    for (RunContents contents : stored) {
      if (contents.suffices(plan.epochs(contents.history()), plan.wanted())) {
        try {
          return Optional.of(taken(contents));
        } catch (IOException e) {
          // Damaged since its checksum was read: whoever holds the lock finds out.
        }
      }
    }
    return Optional.empty();
  }

  private Run taken(RunContents contents) throws IOException {
    StoredRun stored = contents.manifest().run();
    int wanted = plan.epochs(contents.history());
    History history = contents.history().first(wanted);
    int epochs = history.epochs().size();
    boolean diverged = epochs < wanted;
    var networks = inStore.kept(Optional.of(contents), epochs);
    RunEnd end;
    if (diverged) {
      end = RunEnd.at(contents.checkpoint(), trainer);
    } else if (contents.hasNetwork(epochs)) {
      networks.put(epochs, contents.network(epochs));
      end = RunEnd.at(Checkpoint.after(history, networks.get(epochs)), trainer);
    } else {
      end = RunEnd.withoutNetwork(trainer);
    }
    RunStatus status = diverged ? RunStatus.DIVERGED : RunStatus.COMPLETED;
    long iterations =
        diverged ? stored.iterations() : new Position(epochs, 0).iterations(plan.batches());
    report.accept(
        new RunProgress(
            plan.trial(),
            status,
            iterations,
            totalIterations(),
            NOT_MEASURED,
            history,
            history.seconds(),
            Optional.of(stored.started()),
            notes));
    return run(stored.backEnd(), stored.started(), status, iterations, history, networks, end);
  }

  private Run train(Optional<RunContents> base, RunRecorder recorder) {
    NavigableMap<Integer, MultiLayerNetwork> networks = new TreeMap<>();
    Optional<Checkpoint> resumed = Optional.empty();
    try {
      if (base.isPresent()) {
        networks = inStore.kept(base, base.get().reached().epochs());
        resumed = Optional.of(base.get().checkpoint());
      }
    } catch (IOException e) {
      networks.clear();
      notes.add("trained again, since its checkpoint cannot be read: " + e.getMessage());
    }
    Position stored = resumed.map(Checkpoint::position).orElse(Position.START);
    if (known.isPresent() && stored.isBehind(known.get().position())) {
      resumed = known.map(Checkpoint::copy);
    }
    resumed.ifPresent(checkpoint -> plan.resume(checkpoint.network()));
    Checkpoint from = resumed.orElseGet(plan::start);
    if (!from.position().equals(Position.START)) {
      notes.add("carried on from " + from.position());
    }
    double secondsBefore = from.history().seconds() + from.epochSeconds();
    long begin = System.nanoTime();
    var session =
        new TrainingSession(
            plan,
            from,
            probeImages(base),
            recorder,
            (status, now) ->
                report(status, now, secondsBefore + (System.nanoTime() - begin) / 1e9));
    RunStatus status;
    try {
      status = session.train();
    } catch (ComputationException e) {
      networks.putAll(session.kept());
      return failed(String.valueOf(e.getMessage()), session.checkpoint().history(), networks);
    }
    Checkpoint end = session.checkpoint();
    networks.putAll(session.kept());
    if (end.position().batches() == 0) {
      networks.put(end.position().epochs(), end.network());
    }
    report(status, end, secondsBefore + (System.nanoTime() - begin) / 1e9);
    return run(
        plan.backEnd(),
        started(base),
        status,
        end.position().iterations(plan.batches()),
        end.history(),
        networks,
        RunEnd.at(end, trainer));
  }

  private Run run(
      BackEnd backEnd,
      Instant started,
      RunStatus status,
      long iterations,
      History history,
      NavigableMap<Integer, MultiLayerNetwork> networks,
      RunEnd end) {
    return new Run(
        plan.trial(),
        plan.settings(),
        plan.runData(),
        backEnd,
        started,
        status,
        iterations,
        history,
        networks,
        end);
  }

  private void report(RunStatus status, Checkpoint now, double seconds) {
    report.accept(
        new RunProgress(
            plan.trial(),
            status,
            now.position().iterations(plan.batches()),
            totalIterations(),
            now.mean().metrics(),
            now.history(),
            seconds,
            Optional.empty(),
            notes));
  }

  private void reportWaiting() {
    report.accept(
        RunProgress.waiting(plan.trial())
            .withNotes(List.of("waiting for another notebook, which trains it now")));
  }

  private long totalIterations() {
    return new Position(plan.epochs(), 0).iterations(plan.batches());
  }
}
