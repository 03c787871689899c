package cnnlabs.store;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.run.Position;
import cnnlabs.run.RunJson;
import cnnlabs.run.RunSettings;
import cnnlabs.run.RunningMean;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What stands in a run's {@code run.json}: the run, where it stands, and which files of its folder
 * belong to it. A run changes only by a new manifest, which takes the old one's place in one step.
 *
 * @param run as the store's table has it
 * @param settings all that decided its result; the network's configuration is a file of its own
 * @param position where it stands
 * @param mean over the epoch under way
 * @param epochSeconds trained in the epoch under way
 * @param keptEpochs whose networks stay
 * @param probeImages that its layer statistics were measured over; 0 for none
 * @param files by name, the SHA-256 of each file
 */
@RecordBuilder
record RunManifest(
    StoredRun run,
    RunSettings settings,
    Position position,
    RunningMean mean,
    double epochSeconds,
    NavigableSet<Integer> keptEpochs,
    int probeImages,
    NavigableMap<String, String> files)
    implements RunManifestBuilder.With {

  /** The version of what the store writes. */
  private static final int FORMAT = 3;

  static final String CONFIGURATION = "network.json";

  private static final Pattern FILE =
      Pattern.compile(
          "network\\.json|history-\\d+(-layers-\\d+)?\\.csv|network-\\d+\\.zip|checkpoint-\\d+-\\d+\\.zip");

  /** Makes sure that the files have names of the store's own kind. */
  RunManifest {
    keptEpochs = Collections.unmodifiableNavigableSet(new TreeSet<>(keptEpochs));
    files = Collections.unmodifiableNavigableMap(new TreeMap<>(files));
    for (String name : files.keySet()) {
      checkArgument(FILE.matcher(name).matches(), "it names a file '%s'", name);
    }
  }

  /** A file's name says all that its content depends on: none is ever written twice. */
  static String historyFile(int epochs, int probeImages) {
    return probeImages == 0
        ? "history-%d.csv".formatted(epochs)
        : "history-%d-layers-%d.csv".formatted(epochs, probeImages);
  }

  String historyFile() {
    return historyFile(position.epochs(), probeImages);
  }

  static String networkFile(Position position) {
    return position.batches() == 0
        ? "network-%d.zip".formatted(position.epochs())
        : "checkpoint-%d-%d.zip".formatted(position.epochs(), position.batches());
  }

  /** As JSON, with its format and its checksum: the SHA-256 of what it is with an empty one. */
  byte[] write() {
    ObjectNode tree = RunJson.MAPPER.createObjectNode().put("format", FORMAT).put("checksum", "");
    tree.setAll(RunJson.MAPPER.<ObjectNode>valueToTree(this));
    return json(tree.put("checksum", sha256(json(tree))));
  }

  /**
   * Reads a manifest.
   *
   * @throws OtherFormatException if another version of this library wrote it
   * @throws IOException if it is damaged
   */
  static RunManifest read(byte[] content) throws IOException {
    try {
      if (!(RunJson.MAPPER.readTree(content) instanceof ObjectNode tree)) {
        throw new IOException("it is no manifest of a run");
      }
      int format = tree.path("format").asInt(FORMAT);
      if (format != FORMAT) {
        throw new OtherFormatException(format);
      }
      String checksum = tree.path("checksum").asText();
      if (!checksum.equals(sha256(json(tree.put("checksum", ""))))) {
        throw new IOException("its checksum does not fit");
      }
      tree.remove(List.of("format", "checksum"));
      if (tree.path("run") instanceof ObjectNode run) { // Which has these, too, written once.
        run.set("settings", tree.path("settings"));
        run.put("configuration", tree.path("files").path(CONFIGURATION).asText());
      }
      return RunJson.MAPPER.treeToValue(tree, RunManifest.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException("it is no manifest of a run", e);
    }
  }

  private static byte[] json(ObjectNode manifest) {
    return RunJson.write(manifest).getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 in hexadecimal. */
  static String sha256(byte[] content) {
    return DigestUtils.sha256Hex(content);
  }

  /** A run that another version of this library stored. */
  static final class OtherFormatException extends IOException {

    private static final long serialVersionUID = 1;

    OtherFormatException(int format) {
      super(
          "it has format %d, of another version of CNN Labs; this one reads format %d"
              .formatted(format, FORMAT));
    }
  }
}
