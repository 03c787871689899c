package cnnlabs.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network as Deeplearning4j's own zip, which any Deeplearning4j program opens.
 *
 * <p>A file may come from anyone. Deeplearning4j's reader would create Java objects that a zip
 * holds in serialized form, would load whatever class its configuration names, and would believe
 * the lengths that its arrays give. So the zip is read here: three names, arrays as long as the
 * configuration asks for, and no class that is not Deeplearning4j's.
 */
final class NetworkFile {

  private static final Set<String> ARRAYS =
      Set.of(ModelSerializer.COEFFICIENTS_BIN, ModelSerializer.UPDATER_BIN);

  private static final Pattern STOCK_CLASS =
      Pattern.compile("org\\.(deeplearning4j|nd4j)\\.[\\w.$]+");

  /**
   * Bytes of parameters and optimizer state that a file may hold, written or read: a zip is one
   * Java array in memory, which has room for its own records too.
   */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1 << 20);

  private static final int LONGEST_CONFIGURATION = 1 << 24;

  /** Bytes that one byte of a zip can stand for: so short a file cannot ask for much memory. */
  private static final int MOST_DEFLATED = 1032;

  /** Of two classes under one name, another reader might take the one that was not checked. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final float[] NONE = {};

  /** A zip's last record, which ends it where it has no comment. */
  private static final int END_RECORD_BYTES = 22;

  private static final int END_SIGNATURE = 0x06054b50;

  private NetworkFile() {}

  /**
   * The zip of a network with its optimizer's state.
   *
   * @throws IOException if it has layers of other classes than Deeplearning4j's, other values than
   *     floats, or more than {@link #read} takes
   */
  static byte[] write(MultiLayerNetwork network) throws IOException {
    return write(network, MOST_BYTES);
  }

  /** As {@link #write(MultiLayerNetwork)}, of parameters and state of so many bytes at most. */
  static byte[] write(MultiLayerNetwork network, long mostBytes) throws IOException {
    String json = network.getLayerWiseConfigurations().toJson();
    requireStockClasses(json);
    if (json.length() > LONGEST_CONFIGURATION) {
      throw new IOException(
          "its configuration has %,d characters, more than the %,d that the store reads"
              .formatted(json.length(), LONGEST_CONFIGURATION));
    }
    INDArray state = network.getUpdater(true).getStateViewArray();
    long bytes = Float.BYTES * (network.numParams() + (state == null ? 0 : state.length()));
    if (bytes > mostBytes) {
      throw new IOException(
          "its parameters and optimizer state have %,d bytes, more than the %,d that the store reads"
              .formatted(bytes, mostBytes));
    }
    if (network.params().dataType() != DataType.FLOAT) {
      throw new IOException(
          "its parameters are %s, not float".formatted(network.params().dataType()));
    }
    var zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, zip, true);
    return zip.toByteArray();
  }

  /** The network of a zip; an exception says what is wrong with one of another make. */
  static MultiLayerNetwork read(byte[] zip) throws IOException {
    Parts parts = check(zip);
    try {
      var network = new MultiLayerNetwork(parts.configuration);
      network.init(row(parts.parameters), false);
      if (parts.state.length > 0) {
        network.getUpdater(true).setStateViewArray(network, row(parts.state), false);
      }
      return network;
    } catch (RuntimeException e) {
      throw new IOException("it is no network of Deeplearning4j: " + e.getMessage(), e);
    }
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }

  /** What a zip holds; the state is the optimizer's, and empty where it has none. */
  @SuppressWarnings("ArrayRecordComponent") // The parts are read once and thrown away.
  record Parts(MultiLayerConfiguration configuration, float[] parameters, float[] state) {}

  /** Reads a zip as {@link #read} does, and makes no network of it. */
  static Parts check(byte[] zip) throws IOException {
    return check(zip, MOST_BYTES);
  }

  /** As {@link #check(byte[])}, of parameters and state of so many bytes at most. */
  static Parts check(byte[] zip, long mostBytes) throws IOException {
    requireEnd(zip);
    try (var entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
      ZipEntry first = entries.getNextEntry();
      if (first == null || !first.getName().equals(ModelSerializer.CONFIGURATION_JSON)) {
        throw new IOException("it is no network of Deeplearning4j");
      }
      String json = new String(entries.readNBytes(LONGEST_CONFIGURATION), StandardCharsets.UTF_8);
      StoredArray.requireEnd(entries);
      requireStockClasses(json);
      MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
      long most = mostBytes / Float.BYTES;
      long parameters = parameters(configuration, most);
      long unpacked = (long) zip.length * MOST_DEFLATED / Float.BYTES;
      Map<String, float[]> arrays =
          arrays(entries, Math.min(parameters, unpacked), Math.min(most - parameters, unpacked));
      float[] values = arrays.getOrDefault(ModelSerializer.COEFFICIENTS_BIN, NONE);
      if (values.length != parameters) {
        throw new IOException("it has not the %,d parameters of its network".formatted(parameters));
      }
      return new Parts(
          configuration, values, arrays.getOrDefault(ModelSerializer.UPDATER_BIN, NONE));
    } catch (RuntimeException e) {
      throw new IOException("it is no network of Deeplearning4j: " + e.getMessage(), e);
    }
  }

  /** A stream of entries does not tell a file that is cut between two of them from a whole one. */
  private static void requireEnd(byte[] zip) throws IOException {
    int end = zip.length - END_RECORD_BYTES;
    if (end < 0
        || ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(end) != END_SIGNATURE) {
      throw new IOException("it is cut short, or no zip");
    }
  }

  private static long parameters(MultiLayerConfiguration configuration, long most)
      throws IOException {
    long sum = 0;
    for (var layer : configuration.getConfs()) {
      long parameters = layer.getLayer().initializer().numParams(layer);
      if (parameters < 0 || sum + parameters > most) {
        throw new IOException(
            "its configuration asks for too many parameters, over %,d".formatted(most));
      }
      sum += parameters;
    }
    return sum;
  }

  private static Map<String, float[]> arrays(
      ZipInputStream entries, long mostParameters, long mostState) throws IOException {
    var arrays = new HashMap<String, float[]>();
    for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      String name = entry.getName();
      if (!ARRAYS.contains(name) || arrays.containsKey(name)) {
        throw new IOException("it holds '%s', which no network of a run has".formatted(name));
      }
      long most = name.equals(ModelSerializer.UPDATER_BIN) ? mostState : mostParameters;
      arrays.put(name, StoredArray.read(new DataInputStream(entries), most));
    }
    return arrays;
  }

  private static void requireStockClasses(String json) throws IOException {
    try {
      for (JsonNode name : JSON.readTree(json).findValues("@class")) {
        if (!STOCK_CLASS.matcher(name.asText()).matches()) {
          throw new IOException(
              "it names the class '%s', which is not Deeplearning4j's own"
                  .formatted(name.asText()));
        }
      }
    } catch (JsonProcessingException e) {
      throw new IOException("its configuration is not JSON", e);
    }
  }
}
