package cnnlabs.store;

import cnnlabs.evaluate.Metrics;
import cnnlabs.run.Checkpoint;
import cnnlabs.run.EpochResult;
import cnnlabs.run.HistoryCsv;
import cnnlabs.run.Position;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunOrigin;
import cnnlabs.run.RunSettings;
import cnnlabs.run.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Stores one run in its folder while it trains. */
final class FolderRecorder implements RunRecorder {

  private final RunFolder folder;
  private final RunOrigin origin;
  private final int probeImages;
  private final Instant started;
  private final StorePlace place;

  private final NavigableSet<Integer> keptEpochs;
  private NavigableMap<String, String> files;
  private long savedNanos = System.nanoTime();
  private boolean told;

  /**
   * A recorder that goes on with what the folder holds.
   *
   * @param before what that is; empty for a new run
   * @param place which says how often, and is told of a run that cannot be stored, once
   */
  FolderRecorder(
      RunFolder folder,
      Optional<RunManifest> before,
      RunOrigin origin,
      RunOptions options,
      Instant started,
      StorePlace place) {
    this.folder = folder;
    this.origin = origin;
    this.probeImages = options.probeImages();
    this.started = started;
    this.place = place;
    keptEpochs = new TreeSet<>(options.keptEpochs());
    before.map(RunManifest::keptEpochs).ifPresent(keptEpochs::addAll);
    files = before.map(RunManifest::files).orElse(new TreeMap<>());
  }

  @Override
  public boolean isDue() {
    return System.nanoTime() - savedNanos >= place.checkpointInterval().toNanos();
  }

  @Override
  public void save(RunStatus status, Checkpoint checkpoint) {
    if (status == RunStatus.COMPLETED) {
      keptEpochs.add(checkpoint.position().epochs());
    }
    try {
      write(status, checkpoint);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (!told) {
        told = true;
        place.tell(
            "The run '%s' cannot be stored, and trains all the same: %s"
                .formatted(origin.trial().label(), reason(e)));
      }
    }
    savedNanos = System.nanoTime();
  }

  /** An exception of the file system often says no more than the file. */
  private static String reason(Throwable e) {
    return e.getClass() == IOException.class ? String.valueOf(e.getMessage()) : e.toString();
  }

  private void write(RunStatus status, Checkpoint checkpoint) throws IOException {
    Position position = checkpoint.position();
    var added = new HashMap<String, byte[]>();
    // A file that is there has what would be written: its name says what that is.
    if (!files.containsKey(RunManifest.CONFIGURATION)) {
      added.put(
          RunManifest.CONFIGURATION, origin.settings().network().getBytes(StandardCharsets.UTF_8));
    }
    String history = RunManifest.historyFile(position.epochs(), probeImages);
    if (!files.containsKey(history)) {
      added.put(history, HistoryCsv.write(checkpoint.history()));
    }
    if (!files.containsKey(RunManifest.networkFile(position))) {
      added.put(RunManifest.networkFile(position), NetworkFile.write(checkpoint.network()));
    }
    var named = new TreeMap<>(files);
    added.forEach((name, content) -> named.put(name, RunManifest.sha256(content)));
    named.keySet().retainAll(staying(position));
    folder.write(manifest(status, checkpoint, named), added);
    files = named;
  }

  private Set<String> staying(Position position) {
    var names = new HashSet<String>();
    names.add(RunManifest.CONFIGURATION);
    names.add(RunManifest.historyFile(position.epochs(), probeImages));
    names.add(RunManifest.networkFile(position));
    // What a checkpoint within the epoch falls back on.
    names.add(RunManifest.networkFile(new Position(position.epochs(), 0)));
    keptEpochs.forEach(epoch -> names.add(RunManifest.networkFile(new Position(epoch, 0))));
    return names;
  }

  private RunManifest manifest(
      RunStatus status, Checkpoint checkpoint, NavigableMap<String, String> named) {
    Optional<EpochResult> last = checkpoint.history().last();
    RunSettings settings = origin.settings().withNetwork("");
    var run =
        new StoredRun(
            origin.key(),
            settings,
            Objects.requireNonNull(named.get(RunManifest.CONFIGURATION)),
            origin.trial().architecture().label(),
            origin.trial().hyperparameters(),
            origin.data(),
            origin.backEnd(),
            settings.path(),
            started,
            Instant.now(),
            checkpoint.history().seconds() + checkpoint.epochSeconds(),
            status,
            checkpoint.position().epochs(),
            checkpoint.position().iterations(origin.batches()),
            last.map(EpochResult::training).orElse(Metrics.NOT_MEASURED),
            last.flatMap(EpochResult::validation).orElse(Metrics.NOT_MEASURED),
            last.map(EpochResult::test).orElse(Metrics.NOT_MEASURED));
    return new RunManifest(
        run,
        settings,
        checkpoint.position(),
        checkpoint.mean(),
        checkpoint.epochSeconds(),
        keptEpochs,
        probeImages,
        named);
  }
}
