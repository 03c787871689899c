package cnnlabs.train;

import cnnlabs.data.Augmentation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
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
 * @param format {@link #FORMAT}
 * @param checksum SHA-256 of this manifest without its checksum
 * @param run as the store's table has it
 * @param settings all that decided its result; the network's configuration is a file of its own
 * @param position where it stands
 * @param mean over the epoch under way
 * @param epochSeconds trained in the epoch under way
 * @param keptEpochs whose networks stay
 * @param probeImages that its layer statistics were measured over; 0 for none
 * @param files by name, the SHA-256 of each file
 */
record RunManifest(
    int format,
    String checksum,
    StoredRun run,
    RunSettings settings,
    Position position,
    RunningMean mean,
    double epochSeconds,
    NavigableSet<Integer> keptEpochs,
    int probeImages,
    NavigableMap<String, String> files) {

  /** The version of what the store writes. */
  static final int FORMAT = 3;

  /** The last version before there was augmentation. */
  private static final int FORMAT_WITHOUT_AUGMENTATION = 1;

  /** The last version before there were schedules and label smoothing. */
  private static final int FORMAT_WITHOUT_SCHEDULE = 2;

  static final String CONFIGURATION = "network.json";

  private static final Pattern FILE =
      Pattern.compile(
          "network\\.json|history-\\d+(-layers-\\d+)?\\.csv|network-\\d+\\.zip|checkpoint-\\d+-\\d+\\.zip");

  /** Also writes what travels to another process. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(
              SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(
              DeserializationFeature.READ_ENUMS_USING_TO_STRING,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  /**
   * Checks the files' names.
   *
   * @throws IllegalArgumentException if one is not of the store's own kind
   */
  RunManifest {
    keptEpochs = Collections.unmodifiableNavigableSet(new TreeSet<>(keptEpochs));
    files = Collections.unmodifiableNavigableMap(new TreeMap<>(files));
    for (String name : files.keySet()) {
      if (!FILE.matcher(name).matches()) {
        throw new IllegalArgumentException("it names a file '%s'".formatted(name));
      }
    }
  }

  /**
   * A file's name says all that its content depends on, so that one of the same run and name need
   * never be written twice.
   */
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

  RunManifest withProbeImages(int images) {
    return new RunManifest(
        format, checksum, run, settings, position, mean, epochSeconds, keptEpochs, images, files);
  }

  RunManifest withFiles(NavigableMap<String, String> files) {
    return new RunManifest(
        format,
        checksum,
        run,
        settings,
        position,
        mean,
        epochSeconds,
        keptEpochs,
        probeImages,
        files);
  }

  private RunManifest withChecksum(String checksum) {
    return new RunManifest(
        format,
        checksum,
        run,
        settings,
        position,
        mean,
        epochSeconds,
        keptEpochs,
        probeImages,
        files);
  }

  /** As JSON, with its checksum. */
  byte[] write() {
    return json(withChecksum(sha256(json(withChecksum("")))));
  }

  /**
   * Reads a manifest.
   *
   * @throws NewerFormatException if a later version of this library wrote it
   * @throws IOException if it is damaged
   */
  static RunManifest read(byte[] content) throws IOException {
    try {
      if (!(JSON.readTree(content) instanceof ObjectNode tree)) {
        throw new IOException("it is no manifest of a run");
      }
      int format = tree.path("format").asInt(0);
      if (format > FORMAT) {
        throw new NewerFormatException(format);
      }
      String checksum = tree.path("checksum").asText();
      if (!checksum.equals(sha256(json(tree.put("checksum", ""))))) {
        throw new IOException("its checksum does not fit");
      }
      tree.put("checksum", checksum);
      addDefaults(tree, format);
      addSettings(tree);
      return JSON.treeToValue(tree, RunManifest.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException("it is no manifest of a run", e);
    }
  }

  /** What an older version did not have yet. */
  private static void addDefaults(ObjectNode tree, int format) {
    if (tree.path("run").path("hyperparameters") instanceof ObjectNode hyperparameters
        && tree.path("settings") instanceof ObjectNode settings) {
      if (format <= FORMAT_WITHOUT_AUGMENTATION) {
        hyperparameters.set("augmentation", JSON.valueToTree(Augmentation.none()));
        settings.put("augmentation", RunSettings.NO_AUGMENTATION);
      }
      if (format <= FORMAT_WITHOUT_SCHEDULE) {
        hyperparameters.set("schedule", JSON.valueToTree(Schedule.constant()));
        hyperparameters.put("labelSmoothing", 0.0);
        settings.put("labelSmoothing", 0.0);
      }
      tree.put("format", FORMAT);
    }
  }

  /** The run has them too, and they are written once. */
  private static void addSettings(ObjectNode tree) {
    if (tree.path("run") instanceof ObjectNode run) {
      run.set("settings", tree.path("settings").deepCopy());
      run.put("configuration", tree.path("files").path(CONFIGURATION).asText());
    }
  }

  private static byte[] json(Object manifest) {
    try {
      return JSON.writeValueAsBytes(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A manifest of strings and numbers is always JSON", e);
    }
  }

  /** SHA-256 in hexadecimal. */
  static String sha256(byte[] content) {
    return DigestUtils.sha256Hex(content);
  }

  /** A run that a later version of this library stored. */
  static final class NewerFormatException extends IOException {

    private static final long serialVersionUID = 1;

    NewerFormatException(int format) {
      super(
          "it has format %d, of a newer version of CNN Labs; this one reads up to format %d"
              .formatted(format, FORMAT));
    }
  }

  /** A time as ISO 8601 has it. */
  private static final class InstantReader extends FromStringDeserializer<Instant> {

    private static final long serialVersionUID = 1;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
      return Instant.parse(text);
    }
  }
}
