package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {

  private static final int RECORDS = 4;
  private static final int BYTES = RECORDS * 3073;

  // By another program, from the records of CifarSamples.
  private static final String TRAINING =
      "74cb8b22303ac58c30166158577fd466120177c5e117499fce06ea39e4bbcdf5";
  private static final String TEST =
      "76680c09d50ba22b4e7b786e8ffa5b71ef26532f19b68ffb5fe437cdc652288d";

  private final CifarFiles files = new CifarFiles(RECORDS, TRAINING, TEST);
  private Path folder;

  @BeforeEach
  void layFiles(@TempDir Path temporary) throws IOException {
    folder = temporary;
    CifarSamples.layLoose(folder.resolve("cifar-10-batches-bin"), RECORDS);
  }

  @Test
  void readsLabelsAndPixelsOfEachBatchInOrder() {
    Split split = files.read(folder);
    assertThat(split.training().size()).isEqualTo(20);
    assertThat(split.test().size()).isEqualTo(4);
    assertThat(split.shape()).isEqualTo(new ImageShape(3, 32, 32));
    byte[] pixels = new byte[3072];
    for (int batch = 0; batch < 6; batch++) {
      ImageDataset part = batch < 5 ? split.training() : split.test();
      for (int record = 0; record < RECORDS; record++) {
        int image = batch % 5 * RECORDS + record;
        byte[] expected = CifarSamples.record(batch, record);
        assertThat(part.label(image)).isEqualTo(expected[0]);
        part.copyPixels(image, pixels, 0);
        assertThat(pixels).isEqualTo(Arrays.copyOfRange(expected, 1, 3073));
      }
    }
  }

  @Test
  void readsFilesThatLieRightInTheFolder() {
    assertThat(files.read(folder.resolve("cifar-10-batches-bin")).training().size()).isEqualTo(20);
  }

  @Test
  void thePublishedRecordsAreTheDataSet() {
    Split split = files.read(folder);
    assertThat(split.provenance().label()).isEqualTo("CIFAR-10");
    assertThat(split.training().provenance().detail()).endsWith(": " + TRAINING);
    assertThat(split.test().provenance().detail()).endsWith(": " + TEST);
  }

  @Test
  void theyAreTheDataSetInAnyOrderAndBatch() throws IOException {
    String before = files.read(folder).fingerprint();
    CifarSamples.reverse(folder.resolve("cifar-10-batches-bin"), RECORDS);
    Split reversed = files.read(folder);
    assertThat(reversed.provenance().label()).isEqualTo("CIFAR-10");
    assertThat(reversed.fingerprint()).isNotEqualTo(before);
    byte[] pixels = new byte[3072];
    reversed.training().copyPixels(0, pixels, 0);
    assertThat(pixels).isEqualTo(Arrays.copyOfRange(CifarSamples.record(4, 3), 1, 3073));
  }

  @Test
  void aPixelThatWasChangedMakesAUserFile() throws IOException {
    change("data_batch_2.bin", 3073 + 100);
    Split split = files.read(folder);
    assertThat(split.provenance().label()).isEqualTo("CIFAR-10 (user file)");
    assertThat(split.provenance().detail()).doesNotContain(TRAINING);
    assertThat(split.test().provenance().label()).isEqualTo("CIFAR-10");
  }

  @Test
  void aTestPixelThatWasChangedMakesAUserFileToo() throws IOException {
    change("test_batch.bin", 3072);
    Split split = files.read(folder);
    assertThat(split.provenance().label()).isEqualTo("CIFAR-10 (user file)");
    assertThat(split.training().provenance().label()).isEqualTo("CIFAR-10");
  }

  @Test
  void namesARecordThatOccursTwice() throws IOException {
    for (String name : new String[] {"data_batch_1.bin", "data_batch_3.bin", "test_batch.bin"}) {
      byte[] whole = Files.readAllBytes(batch(name));
      byte[] content = whole.clone();
      System.arraycopy(CifarSamples.record(0, 2), 0, content, 3 * 3073, 3073);
      Files.write(batch(name), content);
      assertThatFault()
          .withMessageContaining(name + ": expected 24 different records in all batches, found")
          .withMessageContaining("found record 3 equal to record 2 of data_batch_1.bin")
          .withMessageContaining("Lay the file there again");
      Files.write(batch(name), whole);
    }
  }

  @Test
  void theArchiveGivesWhatItsFilesGive() throws IOException {
    Path archive = folder.resolve("archive");
    CifarSamples.layArchive(archive, RECORDS);
    Split fromArchive = files.read(archive);
    assertThat(fromArchive.fingerprint()).isEqualTo(files.read(folder).fingerprint());
    assertThat(fromArchive.provenance()).isEqualTo(files.read(folder).provenance());
  }

  @Test
  void namesTheRecordWithAWrongLabel() throws IOException {
    Path file = batch("data_batch_3.bin");
    byte[] content = Files.readAllBytes(file);
    content[2 * 3073] = 11;
    Files.write(file, content);
    assertThatFault()
        .withMessageContaining("data_batch_3.bin")
        .withMessageContaining("expected a label of 0 to 9 in record 2, found label 11");
  }

  @Test
  void namesAFileThatIsAByteOrARecordShortOrLong() throws IOException {
    Path file = batch("test_batch.bin");
    for (int size : new int[] {BYTES - 1, BYTES + 1, BYTES - 3073, BYTES + 3073}) {
      Files.write(file, new byte[size]);
      assertThatFault()
          .withMessageContaining("test_batch.bin")
          .withMessageContaining("expected 12292 bytes (4 records of 3073)")
          .withMessageContaining("found %d bytes".formatted(size))
          .withMessageContaining("Lay the file there again");
    }
  }

  @Test
  void namesAnEmptyFile() throws IOException {
    Files.write(batch("data_batch_1.bin"), new byte[0]);
    assertThatFault().withMessageContaining("found an empty file");
  }

  @Test
  void namesAWebPageInPlaceOfABatch() throws IOException {
    Files.writeString(batch("data_batch_1.bin"), "<!DOCTYPE html><html>404</html>");
    assertThatFault().withMessageContaining("found 31 bytes of a web page");
  }

  @Test
  void namesABatchThatIsMissing() throws IOException {
    Files.delete(batch("data_batch_5.bin"));
    assertThat(files.in(folder)).hasSize(6).containsOnlyOnce(Optional.empty());
    assertThatFault().withMessageContaining("data_batch_5.bin").withMessageContaining("no file");
  }

  @Test
  void namesAWebPageInPlaceOfTheArchive() throws IOException {
    Files.writeString(folder.resolve(CifarFiles.ARCHIVE), "<html>Moved</html>");
    assertThatFault()
        .withMessageContaining("cifar-10-binary.tar.gz")
        .withMessageContaining("a complete file of gzip")
        .withMessageContaining("18 bytes of a web page");
  }

  @Test
  void namesATruncatedOrEmptyArchive() throws IOException {
    Path archive = CifarSamples.layArchive(folder, RECORDS);
    byte[] whole = Files.readAllBytes(archive);
    for (int size : new int[] {0, 5, whole.length / 2, whole.length - 4}) {
      Files.write(archive, Arrays.copyOf(whole, size));
      assertThatFault().withMessageContaining("cifar-10-binary.tar.gz");
    }
  }

  @Test
  void namesTheBatchThatAnArchiveLacks() throws IOException {
    CifarSamples.layArchive(folder, RECORDS, "cifar-10-batches-bin/", 5);
    assertThatFault().withMessageContaining("none of the name [test_batch.bin]");
  }

  @Test
  void anArchivesPathsLeadNowhereElse() throws IOException {
    CifarSamples.layArchive(folder, RECORDS, "../../outside/", 6);
    assertThat(files.read(folder).training().size()).isEqualTo(20);
    assertThat(folder.resolve("../../outside")).doesNotExist();
  }

  @Test
  void namesABatchOfTheArchiveThatHasAnotherSize() throws IOException {
    CifarSamples.layArchive(folder, RECORDS + 1);
    assertThatFault()
        .withMessageContaining("cifar-10-binary.tar.gz/data_batch_1.bin")
        .withMessageContaining("found 15365 bytes");
  }

  private void change(String name, int position) throws IOException {
    byte[] content = Files.readAllBytes(batch(name));
    content[position]++;
    Files.write(batch(name), content);
  }

  private Path batch(String name) {
    return folder.resolve("cifar-10-batches-bin").resolve(name);
  }

  private ThrowableAssertAlternative<DataFileException> assertThatFault() {
    return assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> files.read(folder));
  }
}
