package cnnlabs.train;

import cnnlabs.evaluate.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Stores one run in its folder while it trains. */
final class FolderRecorder implements RunRecorder {

  private static final Metrics NOT_MEASURED = new Metrics(Double.NaN, Double.NaN);

  private final RunFolder folder;
  private final TrainingPlan plan;
  private final int probeImages;
  private final Instant started;
  private final Duration interval;
  private final Consumer<String> tell;

  private final TreeSet<Integer> keptEpochs;
  private TreeMap<String, String> files;
  private long savedNanos = System.nanoTime();
  private boolean told;

  /**
   * A recorder that goes on with what the folder holds.
   *
   * @param before what that is; empty for a new run
   * @param probeImages that layer statistics are measured over; 0 for none
   * @param started when training began, or would have begun
   * @param interval between checkpoints within an epoch
   * @param tell receives one line a run, if it cannot be stored
   */
  FolderRecorder(
      RunFolder folder,
      Optional<RunContents> before,
      TrainingPlan plan,
      int probeImages,
      Instant started,
      Duration interval,
      Consumer<String> tell) {
    this.folder = folder;
    this.plan = plan;
    this.probeImages = probeImages;
    this.started = started;
    this.interval = interval;
    this.tell = tell;
    Optional<RunManifest> manifest = before.map(RunContents::manifest);
    keptEpochs = new TreeSet<>(plan.wanted().keptEpochs());
    keptEpochs.addAll(manifest.map(RunManifest::keptEpochs).orElse(new TreeSet<>()));
    files = new TreeMap<>(manifest.map(RunManifest::files).orElse(new TreeMap<>()));
  }

  @Override
  public boolean isDue() {
    return System.nanoTime() - savedNanos >= interval.toNanos();
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
        tell.accept(
            "The run '%s' cannot be stored, and trains all the same: %s"
                .formatted(plan.trial().label(), reason(e)));
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
          RunManifest.CONFIGURATION, plan.settings().network().getBytes(StandardCharsets.UTF_8));
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
    var run =
        new StoredRun(
            plan.settings().key(),
            plan.settings().withNetwork(""),
            Objects.requireNonNull(named.get(RunManifest.CONFIGURATION)),
            plan.trial().architecture().label(),
            plan.trial().hyperparameters(),
            plan.runData(),
            plan.backEnd(),
            plan.settings().path(),
            started,
            Instant.now(),
            checkpoint.history().seconds() + checkpoint.epochSeconds(),
            status,
            checkpoint.position().epochs(),
            checkpoint.position().iterations(plan.batches()),
            last.map(EpochResult::training).orElse(NOT_MEASURED),
            last.flatMap(EpochResult::validation).orElse(NOT_MEASURED),
            last.map(EpochResult::test).orElse(NOT_MEASURED));
    return new RunManifest(
        RunManifest.FORMAT,
        "",
        run,
        plan.settings().withNetwork(""),
        checkpoint.position(),
        checkpoint.mean(),
        checkpoint.epochSeconds(),
        keptEpochs,
        probeImages,
        named);
  }
}
