package cnnlabs.store;

import cnnlabs.run.HistoryCsv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what a run's folder holds, as far as it is whole.
 *
 * @param mend whether damaged files are set aside, so that they are made anew; only for the holder
 *     of the run's lock, since another would take a file that is being written for damaged
 */
record CopyReader(RunFolder folder, boolean mend) {

  /** How often a reader looks again where a writer has just taken a file away. */
  static final int READS = 5;

  /** The copy; empty where nothing of use is left. */
  Optional<RunCopy> read() {
    Optional<RunCopy> copy = Optional.empty();
    for (int read = 0; read < READS; read++) {
      Optional<RunManifest> manifest = folder.manifest(mend);
      if (manifest.isEmpty()) {
        return Optional.empty();
      }
      copy = read(manifest.get());
      if (mend
          || copy.filter(RunCopy::hasLastNetwork).isPresent()
          || manifest.equals(folder.manifest(false))) {
        return copy;
      }
    }
    return copy;
  }

  private Optional<RunCopy> read(RunManifest manifest) {
    var whole = new TreeMap<>(manifest.files());
    whole.entrySet().removeIf(file -> !isWhole(file.getKey(), file.getValue()));
    String history = manifest.historyFile();
    if (!whole.containsKey(history) || !whole.containsKey(RunManifest.CONFIGURATION)) {
      if (mend) {
        folder.setAside(RunFolder.MANIFEST); // Without them it is no run: it starts anew.
      }
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RunCopy(
              folder,
              manifest.withFiles(whole),
              new String(folder.read(RunManifest.CONFIGURATION), StandardCharsets.UTF_8),
              HistoryCsv.read(folder.read(history))));
    } catch (IOException | RuntimeException e) {
      setAside(history, e);
      return Optional.empty();
    }
  }

  private boolean isWhole(String name, String checksum) {
    try {
      byte[] content = folder.read(name);
      if (!RunManifest.sha256(content).equals(checksum)) {
        throw new IOException("its checksum does not fit");
      }
      if (mend && name.endsWith(".zip")) {
        NetworkFile.check(content);
      }
      return true;
    } catch (IOException e) {
      setAside(name, e);
      return false;
    }
  }

  private void setAside(String name, Exception damage) {
    if (mend) {
      folder.setAsideDamaged(name, damage);
    }
  }
}
