package cnnlabs.train;

import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What a run's folder holds, its files checked.
 *
 * @param folder where it lies
 * @param manifest names only files that are whole
 * @param configuration the network's configuration before training, Deeplearning4j's JSON
 * @param history the epochs that are finished
 */
record RunContents(RunFolder folder, RunManifest manifest, String configuration, History history) {

  /** The furthest positions come last. */
  private NavigableMap<Integer, Position> keptPositions() {
    var positions = new TreeMap<Integer, Position>();
    for (int epoch = 0; epoch <= history.epochs().size(); epoch++) {
      var position = new Position(epoch, 0);
      if (has(position)) {
        positions.put(epoch, position);
      }
    }
    return positions;
  }

  private boolean has(Position position) {
    return manifest.files().containsKey(RunManifest.networkFile(position));
  }

  /** Whether the network at the end of this epoch is there; 0 is the start. */
  boolean hasNetwork(int epoch) {
    return has(new Position(epoch, 0));
  }

  /** Whether the network at the end of each epoch is there. */
  boolean hasAllNetworks() {
    return IntStream.rangeClosed(1, history.epochs().size()).allMatch(this::hasNetwork);
  }

  /** From where training can go on: as far as networks are whole. */
  Position reached() {
    if (hasLastNetwork()) {
      return manifest.position();
    }
    var kept = keptPositions().lastEntry();
    return kept == null ? Position.START : kept.getValue();
  }

  /** Whether the network is there with which the run ended, or at which it stands. */
  boolean hasLastNetwork() {
    return has(manifest.position());
  }

  /**
   * Makes sure that the run's last network is there, so that no other is taken for it.
   *
   * @throws IOException naming its file, if it is not
   */
  void requireLastNetwork() throws IOException {
    if (!hasLastNetwork()) {
      Position from = reached();
      throw new IOException(
          "%s is missing or damaged: the run %s has no last network. Train it again with Trainer.fit, which goes on from %s."
              .formatted(
                  folder.path().resolve(RunManifest.networkFile(manifest.position())),
                  manifest.run().key(),
                  from.equals(Position.START) ? "its start" : from));
    }
  }

  boolean isDiverged() {
    return manifest.run().status() == RunStatus.DIVERGED && hasLastNetwork();
  }

  /** Whether a run of so many epochs can be taken from here without training. */
  boolean suffices(int epochs, Wanted wanted) {
    return (isDiverged() || reached().epochs() >= epochs) && lacks(epochs, wanted).isEmpty();
  }

  /** What is wanted of the epochs that are there, and is not there, in words; empty if nothing. */
  Optional<String> lacks(int epochs, Wanted wanted) {
    if (wanted.probeImages() > 0
        && wanted.probeImages() != manifest.probeImages()
        && reached().epochs() > 0) {
      return Optional.of("layer statistics");
    }
    var missing = new TreeSet<>(wanted.keptEpochs());
    // The start is made again from its seed.
    missing.removeIf(
        epoch -> epoch < 1 || epoch > Math.min(epochs, reached().epochs()) || hasNetwork(epoch));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("networks at epochs " + missing.toString().replaceAll("[\\[\\]]", ""));
  }

  /** Whether all that another holds of the same run is here too. */
  boolean covers(RunContents other) {
    boolean statistics =
        other.manifest.probeImages() == 0 || other.manifest.probeImages() == manifest.probeImages();
    boolean networks =
        other.keptPositions().keySet().stream()
            .filter(other.manifest.keptEpochs()::contains)
            .allMatch(this::hasNetwork);
    return statistics && networks && !reached().isBehind(other.reached());
  }

  /**
   * The network at the end of an epoch.
   *
   * @throws IOException if it cannot be read
   */
  MultiLayerNetwork network(int epoch) throws IOException {
    return folder.network(new Position(epoch, 0));
  }

  /**
   * The same run with layer statistics in its history, and writes it.
   *
   * @param images that they were measured over
   * @throws IOException if it cannot be written
   */
  RunContents withHistory(History measured, int images) throws IOException {
    byte[] csv = HistoryCsv.write(measured);
    var files = new TreeMap<>(manifest.files());
    files.remove(manifest.historyFile());
    RunManifest next = manifest.withProbeImages(images);
    files.put(next.historyFile(), RunManifest.sha256(csv));
    next = next.withFiles(files);
    folder.write(next, Map.of(next.historyFile(), csv));
    return new RunContents(folder, next, configuration, measured);
  }

  /**
   * From where training goes on.
   *
   * @throws IOException if its network cannot be read
   */
  Checkpoint checkpoint() throws IOException {
    Position position = reached();
    MultiLayerNetwork network = folder.network(position);
    return position.equals(manifest.position())
        ? new Checkpoint(position, manifest.mean(), manifest.epochSeconds(), history, network)
        : Checkpoint.after(history.first(position.epochs()), network);
  }
}
