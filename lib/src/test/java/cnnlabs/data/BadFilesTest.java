package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.data.RandomStream.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged anywhere give images or an error of ours, and nothing else. */
class BadFilesTest {

  private static final int TRIALS = 400;
  private static final int RECORDS = 2;

  private final SplittableRandom random = RandomStream.of(1, Purpose.START, 0, 0);
  private Path folder;

  @BeforeEach
  void setFolder(@TempDir Path temporary) {
    folder = temporary;
  }

  @Test
  void aDamagedArchiveNeverGivesAnythingElse() throws IOException {
    Path archive = CifarSamples.layArchive(folder, RECORDS);
    byte[] whole = Files.readAllBytes(archive);
    int faults = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Files.write(archive, damage(whole));
      faults += isFault() ? 1 : 0;
    }
    assertThat(faults).isGreaterThan(TRIALS * 9 / 10);
  }

  @Test
  void anArchiveOfADamagedTarNeverGivesAnythingElse() throws IOException {
    Path archive = CifarSamples.layArchive(folder, RECORDS);
    byte[] whole;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      whole = in.readAllBytes();
    }
    int faults = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(packed)) {
        out.write(damageHeader(whole));
      }
      Files.write(archive, packed.toByteArray());
      faults += isFault() ? 1 : 0;
    }
    assertThat(faults).isPositive();
  }

  private boolean isFault() {
    try {
      assertThat(new CifarFiles(RECORDS, "", "").read(folder).training().size())
          .isEqualTo(5 * RECORDS);
      return false;
    } catch (DataFileException e) {
      assertThat(e).hasMessageContaining(CifarFiles.ARCHIVE).hasMessageContaining("found");
      return true;
    }
  }

  /** Some bytes changed, or the end cut off. */
  private byte[] damage(byte[] whole) {
    if (random.nextDouble() < 0.3) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] damaged = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextLong() % 255);
    }
    return damaged;
  }

  /** Some bytes of the first file's header changed, or of the second's, or the end cut off. */
  private byte[] damageHeader(byte[] whole) {
    if (random.nextDouble() < 0.1) {
      return Arrays.copyOf(whole, random.nextInt(whole.length));
    }
    byte[] damaged = whole.clone();
    int header = random.nextDouble() < 0.5 ? 0 : 1024;
    for (int i = random.nextInt(4); i >= 0; i--) {
      damaged[header + random.nextInt(512)] = (byte) random.nextLong();
    }
    return damaged;
  }
}
