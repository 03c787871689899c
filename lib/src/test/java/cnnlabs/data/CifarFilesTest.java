package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {

  private static final int RECORDS = 4;
  private static final int BYTES = RECORDS * 3073;

  private final CifarFiles files = new CifarFiles(RECORDS, "no archive has this checksum");
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
  void looseFilesAreTheUsersSinceNoChecksumOfThemIsPublished() {
    assertThat(files.read(folder).provenance().label()).isEqualTo("CIFAR-10 (user file)");
  }

  @Test
  void theArchiveGivesWhatItsFilesGive() throws IOException {
    Path archive = folder.resolve("archive");
    CifarSamples.layArchive(archive, RECORDS);
    Split fromArchive = files.read(archive);
    assertThat(fromArchive.fingerprint()).isEqualTo(files.read(folder).fingerprint());
    assertThat(fromArchive.provenance().kind()).isEqualTo(Provenance.Kind.USER_FILE);
  }

  @Test
  void anArchiveWhoseChecksumFitsIsOfficial() throws IOException {
    Path archive = CifarSamples.layArchive(folder, RECORDS);
    Split split = new CifarFiles(RECORDS, Checksum.md5(archive)).read(folder);
    assertThat(split.provenance().label()).isEqualTo("CIFAR-10");
    assertThat(split.provenance().detail()).contains(Checksum.md5(archive));
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
  void namesAFileThatIsAByteShortOrLong() throws IOException {
    Path file = batch("test_batch.bin");
    for (int size : new int[] {BYTES - 1, BYTES + 1}) {
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
    assertThat(files.anyIn(folder)).isTrue();
    assertThat(files.allIn(folder)).isFalse();
    assertThatFault().withMessageContaining("data_batch_5.bin").withMessageContaining("no file");
  }

  @Test
  void namesAWebPageInPlaceOfTheArchive() throws IOException {
    Files.writeString(folder.resolve(CifarFiles.ARCHIVE), "<html>Moved</html>");
    assertThatFault()
        .withMessageContaining("cifar-10-binary.tar.gz")
        .withMessageContaining("a complete archive of gzip")
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

  private Path batch(String name) {
    return folder.resolve("cifar-10-batches-bin").resolve(name);
  }

  private ThrowableAssertAlternative<DataFileException> assertThatFault() {
    return assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> files.read(folder));
  }
}
