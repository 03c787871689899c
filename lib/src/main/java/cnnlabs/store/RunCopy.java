package cnnlabs.store;

import cnnlabs.run.Checkpoint;
import cnnlabs.run.History;
import cnnlabs.run.HistoryCsv;
import cnnlabs.run.Position;
import cnnlabs.run.Run;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunStatus;
import cnnlabs.run.StoredArchitecture;
import cnnlabs.run.Trial;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * One stored copy of a run: what its folder holds, each file checked.
 *
 * @param folder where it lies
 * @param manifest names only files that are whole
 * @param configuration the network's configuration before training, Deeplearning4j's JSON
 * @param history the epochs that are finished
 */
public record RunCopy(
    RunFolder folder, RunManifest manifest, String configuration, History history) {

  private static String file(int epoch) {
    return RunManifest.networkFile(new Position(epoch, 0));
  }

  /** Whether the network at the end of this epoch is here; 0 is the start. */
  public boolean hasNetwork(int epoch) {
    return manifest.files().containsKey(file(epoch));
  }

  /** Whether the network at the end of each epoch is here. */
  public boolean hasAllNetworks() {
    return IntStream.rangeClosed(1, history.epochs().size()).allMatch(this::hasNetwork);
  }

  /** Whether the network is here with which the run ended, or at which it stands. */
  boolean hasLastNetwork() {
    return manifest.files().containsKey(RunManifest.networkFile(manifest.position()));
  }

  /** The epochs whose networks are here, in their order. */
  NavigableSet<Integer> epochsWithNetwork() {
    var epochs = new TreeSet<Integer>();
    IntStream.rangeClosed(0, history.epochs().size()).filter(this::hasNetwork).forEach(epochs::add);
    return epochs;
  }

  /** From where training can go on: as far as networks are whole. */
  public Position reached() {
    if (hasLastNetwork()) {
      return manifest.position();
    }
    Integer last = epochsWithNetwork().floor(Integer.MAX_VALUE);
    return last == null ? Position.START : new Position(last, 0);
  }

  /** The run as the store's table has it. */
  public StoredRun run() {
    return manifest.run();
  }

  /** The images over which its layer statistics were measured; 0 where there are none. */
  public int probeImages() {
    return manifest.probeImages();
  }

  /** Whether a run of so many epochs at most can be taken from here without training. */
  public boolean suffices(int epochs, RunOptions options) {
    int wanted = options.epochs(epochs, history);
    boolean diverged = run().status() == RunStatus.DIVERGED && hasLastNetwork();
    return (diverged || reached().epochs() >= wanted) && hasAllOf(wanted, options);
  }

  /** Whether all is here that is wanted of the epochs that are here. */
  boolean hasAllOf(int epochs, RunOptions options) {
    return hasStatistics(options) && missingNetworks(epochs, options).isEmpty();
  }

  /** What is wanted of the epochs that are here and is not, for a reader. */
  String missing(int epochs, RunOptions options) {
    return hasStatistics(options)
        ? "networks at epochs "
            + missingNetworks(epochs, options).toString().replaceAll("[\\[\\]]", "")
        : "layer statistics";
  }

  private boolean hasStatistics(RunOptions options) {
    return options.probeImages() == 0
        || options.probeImages() == probeImages()
        || reached().epochs() == 0;
  }

  private NavigableSet<Integer> missingNetworks(int epochs, RunOptions options) {
    int last = Math.min(epochs, reached().epochs());
    var missing = new TreeSet<>(options.keptEpochs());
    // The start is made again from its seed.
    missing.removeIf(epoch -> epoch < 1 || epoch > last || hasNetwork(epoch));
    return missing;
  }

  /** Whether all that another holds of the same run is here too. */
  boolean covers(RunCopy other) {
    boolean statistics = other.probeImages() == 0 || other.probeImages() == probeImages();
    boolean networks =
        other.epochsWithNetwork().stream()
            .filter(other.manifest.keptEpochs()::contains)
            .allMatch(this::hasNetwork);
    return statistics && networks && !reached().isBehind(other.reached());
  }

  /** The network at the end of an epoch; an exception names the file. */
  public MultiLayerNetwork network(int epoch) throws IOException {
    return network(new Position(epoch, 0));
  }

  private MultiLayerNetwork network(Position position) throws IOException {
    String name = RunManifest.networkFile(position);
    try {
      return NetworkFile.read(folder.read(name));
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(folder.path().resolve(name), e.getMessage()), e);
    }
  }

  /** From where training goes on. */
  public Checkpoint checkpoint() throws IOException {
    Position position = reached();
    MultiLayerNetwork network = network(position);
    return position.equals(manifest.position())
        ? new Checkpoint(position, manifest.mean(), manifest.epochSeconds(), history, network)
        : Checkpoint.after(history.first(position.epochs()), network);
  }

  /**
   * The run, with all networks that are here.
   *
   * @param run as it stands at present
   * @throws IOException naming the file, if one cannot be read, or the run's last network is not
   *     here: no other is taken for it
   */
  Run opened(StoredRun run) throws IOException {
    if (!hasLastNetwork()) {
      Position from = reached();
      throw new IOException(
          "%s is missing or damaged: the run %s has no last network. Train it again with Trainer.fit, which goes on from %s."
              .formatted(
                  folder.path().resolve(RunManifest.networkFile(manifest.position())),
                  run.key(),
                  from.equals(Position.START) ? "its start" : from));
    }
    Checkpoint end = checkpoint();
    var networks = new TreeMap<Integer, Supplier<MultiLayerNetwork>>();
    for (int epoch : epochsWithNetwork()) {
      MultiLayerNetwork network = network(epoch);
      networks.put(epoch, () -> network);
    }
    return new Run(
        new Trial(new StoredArchitecture(run.architecture(), configuration), run.hyperparameters()),
        run.settings().withNetwork(configuration),
        run.data(),
        run.backEnd(),
        run.started(),
        run.status(),
        run.iterations(),
        history,
        networks,
        () -> end);
  }

  /**
   * The same run with layer statistics, measured over so many images, in its history, and writes
   * it. Only for the holder of the run's lock.
   */
  public RunCopy withHistory(History measured, int images) throws IOException {
    byte[] csv = HistoryCsv.write(measured);
    RunManifest next = manifest.withProbeImages(images);
    var files = new TreeMap<>(manifest.files());
    files.remove(manifest.historyFile());
    files.put(next.historyFile(), RunManifest.sha256(csv));
    next = next.withFiles(files);
    folder.write(next, Map.of(next.historyFile(), csv));
    return new RunCopy(folder, next, configuration, measured);
  }
}
