package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import cnnlabs.run.Schedule;
import cnnlabs.run.Trial;
import cnnlabs.train.EveryBatch;
import cnnlabs.train.Trainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network comes back as it was, and what is none is refused before anything of it runs. */
public class NetworkFileTest {

  static final AtomicBoolean RAN = new AtomicBoolean();

  private static final MultiLayerNetwork NETWORK = StoreSamples.undisturbed(1).network();

  /** An object whose reading is an attack. */
  private static final class Attack implements Serializable {

    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) {
      RAN.set(true);
    }
  }

  /** A layer whose loading is an attack. */
  public static final class HostileLayer extends DenseLayer {

    private static final long serialVersionUID = 1;

    static {
      RAN.set(true);
    }
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** A stored network with another layer class in its configuration. */
  static byte[] withForeignClass() throws IOException {
    Map<String, byte[]> entries = entries(NetworkFile.write(NETWORK));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String changed =
        json.replace(
            "org.deeplearning4j.nn.conf.layers.DenseLayer",
            "cnnlabs.store.NetworkFileTest$HostileLayer");
    assertThat(changed).isNotEqualTo(json);
    entries.put("configuration.json", changed.getBytes(StandardCharsets.UTF_8));
    return zip(entries);
  }

  /** A stored network with one entry more. */
  static byte[] with(String name, byte[] content) throws IOException {
    Map<String, byte[]> entries = entries(NetworkFile.write(NETWORK));
    entries.put(name, content);
    return zip(entries);
  }

  static byte[] serializedAttack() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Attack());
    }
    return bytes.toByteArray();
  }

  private static void assertRefused(byte[] zip, String why) {
    RAN.set(false);
    assertThatIOException().isThrownBy(() -> NetworkFile.read(zip)).withMessageContaining(why);
    assertThat(RAN).isFalse();
  }

  @Test
  void aNetworkComesBackToTheBit() throws IOException {
    StoreSamples.assertSameNetwork(NetworkFile.read(NetworkFile.write(NETWORK)), NETWORK);
  }

  @Test
  void theOutputsComeBackToo() throws IOException {
    var image = org.nd4j.linalg.factory.Nd4j.rand(2, 3, 16, 16);
    assertThat(NetworkFile.read(NetworkFile.write(NETWORK)).output(image))
        .isEqualTo(NETWORK.output(image));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preprocessor.bin",
        "normalizer.bin",
        "updater.bin",
        "../../escaped",
        "/etc/cron.d/escaped",
        "a/../../escaped"
      })
  void refusesEntriesThatNoStoredNetworkHas(String name) throws IOException {
    assertRefused(with(name, serializedAttack()), "'%s'".formatted(name));
  }

  @Test
  void refusesClassesThatAreNotDeeplearning4js() throws IOException {
    assertRefused(withForeignClass(), "HostileLayer");
  }

  @Test
  void refusesAClassHiddenBehindAnother() throws IOException {
    Map<String, byte[]> entries = entries(NetworkFile.write(NETWORK));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String stock = "\"@class\" : \"org.deeplearning4j.nn.conf.layers.DenseLayer\"";
    assertThat(json).contains(stock);
    entries.put(
        "configuration.json",
        json.replace(stock, "\"@class\" : \"cnnlabs.store.NetworkFileTest$HostileLayer\", " + stock)
            .getBytes(StandardCharsets.UTF_8));
    assertRefused(zip(entries), "not JSON");
  }

  @Test
  void refusesAnArrayThatClaimsToBeLonger() throws IOException {
    Map<String, byte[]> entries = entries(NetworkFile.write(NETWORK));
    var lying = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(lying)) {
      out.writeUTF("MIXED_DATA_TYPES");
      out.writeLong(0);
      out.writeUTF("LONG");
      out.writeUTF("MIXED_DATA_TYPES");
      out.writeLong(1L << 40);
      out.writeUTF("FLOAT");
    }
    entries.put("coefficients.bin", lying.toByteArray());
    assertRefused(zip(entries), "1099511627776 values");
  }

  @Test
  void refusesMoreThanTheNetworkCanHold() throws IOException {
    Map<String, byte[]> entries = entries(NetworkFile.write(NETWORK));
    byte[] parameters = entries.get("coefficients.bin");
    entries.put("coefficients.bin", Arrays.copyOf(parameters, 1 << 24));
    assertRefused(zip(entries), "longer than its network");
  }

  @Test
  void refusesANetworkTooLargeForAnyLab() throws IOException {
    Map<String, byte[]> entries = entries(NetworkFile.write(NETWORK));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    entries.put(
        "configuration.json",
        json.replaceAll("\"nout\" : 8", "\"nout\" : 2000000000").getBytes(StandardCharsets.UTF_8));
    assertRefused(zip(entries), "too many parameters");
  }

  /** A network of a billion bytes and more is not made here: only its configuration is read. */
  @ParameterizedTest
  @ValueSource(ints = {700_000, 2_600_000})
  void aNetworkOfMoreThan134MillionParametersIsNotRefusedForThat(int units) throws IOException {
    Map<String, byte[]> entries = entries(NetworkFile.write(NETWORK));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    String wide =
        json.replaceAll("\"nout\" : 8", "\"nout\" : " + units)
            .replaceAll("\"nin\" : 8", "\"nin\" : " + units);
    entries.put("configuration.json", wide.getBytes(StandardCharsets.UTF_8));
    assertRefused(zip(entries), "it has not the");
  }

  /** What is written can be read, whatever the limit is: it is the same for both. */
  @Test
  void whatIsTooLargeToBeReadIsNotWritten() throws IOException {
    byte[] zip = NetworkFile.write(NETWORK);
    NetworkFile.Parts parts = NetworkFile.check(zip);
    long bytes = Float.BYTES * (long) (parts.parameters().length + parts.state().length);
    assertThat(NetworkFile.write(NETWORK, bytes)).hasSize(zip.length);
    assertThat(NetworkFile.check(zip, bytes).state()).isEqualTo(parts.state());
    assertThatIOException()
        .isThrownBy(() -> NetworkFile.write(NETWORK, bytes - 1))
        .withMessageContaining("%,d bytes".formatted(bytes));
    assertThatIOException().isThrownBy(() -> NetworkFile.check(zip, bytes - Float.BYTES));
  }

  @Test
  void refusesParametersOfAnotherNumber() throws IOException {
    Map<String, byte[]> entries = entries(NetworkFile.write(NETWORK));
    Map<String, byte[]> fewer = new LinkedHashMap<>(entries);
    fewer.remove("coefficients.bin");
    assertRefused(zip(fewer), "has not the");
    fewer.put("coefficients.bin", entries.get("updaterState.bin"));
    assertRefused(zip(fewer), "where its network and its file have at most");
  }

  @Test
  void refusesWhatIsCutShort() throws IOException {
    byte[] whole = NetworkFile.write(NETWORK);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatIOException().as("%d bytes", length).isThrownBy(() -> NetworkFile.read(cut));
    }
  }

  /** A stored network's configuration lists the rates in each layer. */
  @Test
  void theLongestCosineCanBeStored() throws IOException {
    var longest = StoreSamples.CHOSEN.withSchedule(Schedule.cosine()).withEpochs(10_000);
    var stopped =
        EveryBatch.fit(
            Trainer.on(StoreSamples.DATA).withoutStore(),
            new Trial(StoreSamples.NETWORK, longest),
            now -> Thread.currentThread().interrupt());
    assertThat(Thread.interrupted()).isTrue();
    StoreSamples.assertSameNetwork(
        NetworkFile.read(NetworkFile.write(stopped.network())), stopped.network());
  }
}
