package cnnlabs.run;

import cnnlabs.data.Augmentation;
import cnnlabs.data.Normalization;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * All that decides a run's result but its number of epochs: two runs of equal settings have equal
 * weights after equal epochs, to the bit. Learning rate, schedule, optimizer, loss, L2 and seed
 * stand in the network's configuration.
 *
 * @param network the configuration of the network, Deeplearning4j's JSON
 * @param batchSize images a step
 * @param augmentation how training images were changed; {@link #NO_AUGMENTATION} if they were not
 * @param labelSmoothing what part of a label is spread over all classes; 0 for none
 * @param data fingerprint of the training, validation and test images
 * @param normalization how bytes became inputs
 * @param backEnd kind of the back end
 * @param path the executor's arithmetic path
 * @param version {@link #VERSION} of the code that trained
 */
@RecordBuilder
@JsonPropertyOrder(alphabetic = true)
public record RunSettings(
    String network,
    int batchSize,
    String augmentation,
    double labelSmoothing,
    String data,
    @JsonSerialize(using = ToStringSerializer.class)
        @JsonDeserialize(converter = NormalizationReader.class)
        Normalization normalization,
    String backEnd,
    String path,
    int version)
    implements RunSettingsBuilder.With {

  /** Raised when a change to this library changes what a run of the same settings gives. */
  public static final int VERSION = 2;

  private static final String NO_AUGMENTATION = Augmentation.none().toString();

  /** A normalization stands in the key and the store as its formula. */
  private static final class NormalizationReader extends StdConverter<String, Normalization> {

    @Override
    public Normalization convert(String formula) {
      return Normalization.parse(formula);
    }
  }

  /** The settings as JSON, its names in alphabetical order; without what was left out. */
  public String json() {
    ObjectNode settings = RunJson.MAPPER.valueToTree(this);
    // What is at its default is left out: a run keeps the key that it had before there was such a
    // setting.
    if (augmentation.equals(NO_AUGMENTATION)) {
      settings.remove("augmentation");
    }
    if (labelSmoothing == 0) {
      settings.remove("labelSmoothing");
    }
    return settings.toString();
  }

  /** What a run is known by: 16 hexadecimal digits of the SHA-256 of {@link #json()}. */
  public String key() {
    return DigestUtils.sha256Hex(json()).substring(0, 16);
  }

  /** The key: the network alone is 10 KB of JSON. */
  @Override
  public String toString() {
    return "settings " + key();
  }
}
