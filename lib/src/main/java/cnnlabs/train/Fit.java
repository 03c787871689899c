package cnnlabs.train;

import cnnlabs.engine.NetworkExecutor;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.run.EpochResult;
import cnnlabs.run.History;
import cnnlabs.run.Run;
import cnnlabs.run.RunOptions;
import cnnlabs.store.LockedRun;
import cnnlabs.store.RunCopies;
import cnnlabs.store.RunCopy;
import cnnlabs.store.RunRecorder;
import cnnlabs.store.RunStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** How a run comes about with a store: taken from there, carried on, or trained from its start. */
record Fit(PreparedTrial prepared, RunStore store, RunMaker maker) {

  /** The run, if the store has all of it. */
  Optional<Run> stored() {
    return sufficient(store.copies(prepared.key()));
  }

  /**
   * Takes the run from the store, or trains it and stores it.
   *
   * @param fresh whether it is trained from its start, whatever the store has
   * @param mend whether nothing is taken before each network was read, and set aside if damaged
   */
  Run run(boolean fresh, boolean mend) {
    RunCopies stored = fresh || mend ? RunCopies.NONE : store.copies(prepared.key());
    Optional<Run> ready = sufficient(stored);
    if (ready.isPresent()) {
      return ready.get();
    }
    Optional<LockedRun> locked =
        store.lock(prepared.key(), prepared.trial().label(), maker::reportWaiting);
    if (locked.isEmpty()) {
      // Nothing can be stored; or the thread is interrupted, and trains not even one batch.
      return maker.trained(base(stored), RunRecorder.NONE);
    }
    try (LockedRun run = locked.get()) {
      return fresh ? begun(run, run.copies()) : goneOn(run);
    }
  }

  /** Nobody else trains this run now, though somebody may have, a moment ago. */
  private Run goneOn(LockedRun locked) {
    RunCopies stored = measured(locked.copiesOrShared(), locked);
    Optional<Run> ready = sufficient(stored);
    if (ready.isPresent()) {
      return ready.get();
    }
    Optional<RunCopy> base = base(stored);
    return base.isPresent() ? maker.trained(base, recorder(locked, base)) : begun(locked, stored);
  }

  private Run begun(LockedRun locked, RunCopies old) {
    Run run = maker.trained(Optional.empty(), recorder(locked, Optional.empty()));
    locked.deleteCovered(old);
    return run;
  }

  private RunRecorder recorder(LockedRun locked, Optional<RunCopy> base) {
    return locked.recorder(prepared.origin(), base, maker.options(base), maker.started(base));
  }

  private Optional<RunCopy> base(RunCopies stored) {
    stored
        .missing(prepared.epochs(), prepared.options())
        .ifPresent(
            missing -> maker.note("trained again, since no %s were stored".formatted(missing)));
    return stored.furthest(prepared.epochs(), prepared.options());
  }

  /** The run, if one of these has all that is wanted of it. */
  private Optional<Run> sufficient(RunCopies stored) {
    for (RunCopy copy : stored.sufficient(prepared.epochs(), prepared.options())) {
      try {
        return Optional.of(maker.taken(copy));
      } catch (IOException e) {
        // Damaged since its checksum was read: whoever holds the lock finds out.
      }
    }
    return Optional.empty();
  }

  /** Adds layer statistics, where they are all that is missing and all networks were kept. */
  private RunCopies measured(RunCopies stored, LockedRun locked) {
    int images = prepared.options().probeImages();
    RunOptions others = prepared.options().withProbeImages(0);
    for (RunCopy copy : images == 0 ? List.<RunCopy>of() : stored.all()) {
      if (copy.probeImages() != images
          && copy.hasAllNetworks()
          && copy.suffices(prepared.epochs(), others)) {
        try {
          RunCopy measured = copy.withHistory(measured(copy, images), images);
          maker.note("layer statistics computed from its kept networks");
          return new RunCopies(List.of(measured));
        } catch (IOException e) {
          locked.tell("Layer statistics cannot be stored, and are computed anew: " + e);
        }
      }
    }
    return stored;
  }

  private History measured(RunCopy copy, int images) throws IOException {
    var probe = prepared.probe(images);
    var epochs = new ArrayList<EpochResult>();
    for (EpochResult result : copy.history().epochs()) {
      MultiLayerNetwork network = copy.network(result.epoch());
      try (NetworkExecutor executor = prepared.executor(network)) {
        epochs.add(result.withLayers(LayerStatistics.of(network, executor, probe)));
      }
    }
    return new History(epochs);
  }
}
