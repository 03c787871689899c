package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistFilesTest {

  private static final int IMAGE = 28 * 28;

  // By another program, from the records of the files below.
  private static final String TRAINING =
      "e1d4c51c995d886bd7b03234a2aef249d11a72106e1892e404e2f4cb92bf2878";
  private static final String TEST =
      "eb83cffe7b24990e83253f4b8e7b7dd91f8e14f8216fcde225a63c254f5d3b08";

  private final MnistFiles files = new MnistFiles(5, 3, TRAINING, TEST);
  private Path folder;
  private Path mnist;

  @BeforeEach
  void layFiles(@TempDir Path temporary) throws IOException {
    folder = temporary;
    mnist = Files.createDirectory(folder.resolve("mnist"));
    Files.write(mnist.resolve("train-images-idx3-ubyte.gz"), gzip(images(0x803, 5, 28, 28)));
    Files.write(mnist.resolve("train-labels-idx1-ubyte.gz"), gzip(labels(0x801, 5)));
    Files.write(mnist.resolve("t10k-images-idx3-ubyte"), images(0x803, 3, 28, 28));
    Files.write(mnist.resolve("t10k-labels-idx1-ubyte"), labels(0x801, 3));
  }

  @Test
  void readsCompressedAndPlainFiles() {
    Split split = files.read(folder);
    assertThat(split).hasToString("MNIST: 5 training, 3 test images 1x28x28, 10 classes");
    assertThat(split.training().labels()).containsExactly(0, 1, 2, 3, 4);
    byte[] pixels = new byte[IMAGE];
    split.training().copyPixels(2, pixels, 0);
    assertThat(pixels[0]).isEqualTo((byte) (2 * IMAGE));
    assertThat(pixels[100]).isEqualTo((byte) (2 * IMAGE + 100));
    assertThat(split.test().fingerprint()).isEqualTo(split.training().take(3).fingerprint());
  }

  @Test
  void thePublishedRecordsAreTheDataSetInAnyOrder() throws IOException {
    byte[] images = images(0x803, 3, 28, 28);
    byte[] labels = labels(0x801, 3);
    byte[] reversed = images.clone();
    for (int i = 0; i < 3; i++) {
      System.arraycopy(images, 16 + i * IMAGE, reversed, 16 + (2 - i) * IMAGE, IMAGE);
    }
    Files.write(mnist.resolve("t10k-images-idx3-ubyte"), reversed);
    assertThat(files.read(folder).test().provenance().label()).isEqualTo("MNIST (user file)");
    Files.write(
        mnist.resolve("t10k-labels-idx1-ubyte"),
        new byte[] {0, 0, 8, 1, 0, 0, 0, 3, labels[10], labels[9], labels[8]});
    Split split = files.read(folder);
    assertThat(split.test().label(0)).isEqualTo(2);
    assertThat(split.provenance().label()).isEqualTo("MNIST");
    assertThat(split.test().provenance().detail()).endsWith(": " + TEST);
  }

  @Test
  void aPixelThatWasChangedMakesAUserFile() throws IOException {
    byte[] changed = images(0x803, 3, 28, 28);
    changed[1000]++;
    Files.write(mnist.resolve("t10k-images-idx3-ubyte"), changed);
    Split split = files.read(folder);
    assertThat(split.provenance().label()).isEqualTo("MNIST (user file)");
    assertThat(split.training().provenance().label()).isEqualTo("MNIST");
  }

  @Test
  void readsFilesThatLieRightInTheFolder() {
    assertThat(files.read(mnist).test().size()).isEqualTo(3);
  }

  @Test
  void namesAWrongMagicNumber() throws IOException {
    Files.write(mnist.resolve("t10k-images-idx3-ubyte"), images(0x903, 3, 28, 28));
    assertThatFault()
        .withMessageContaining("t10k-images-idx3-ubyte")
        .withMessageContaining("expected the magic number 0x00000803 of IDX, found 0x00000903");
  }

  @Test
  void namesLabelsInPlaceOfImages() throws IOException {
    Files.write(mnist.resolve("t10k-images-idx3-ubyte"), labels(0x801, 10_000));
    assertThatFault().withMessageContaining("found 0x00000801");
  }

  @Test
  void namesAWebPageInPlaceOfImages() throws IOException {
    Files.writeString(
        mnist.resolve("t10k-images-idx3-ubyte"), "<!doctype html><title>403 Forbidden</title>");
    assertThatFault().withMessageContaining("43 bytes of a web page");
  }

  @Test
  void namesAnEmptyFile() throws IOException {
    Files.write(mnist.resolve("t10k-labels-idx1-ubyte"), new byte[0]);
    assertThatFault().withMessageContaining("expected a header of 8 bytes, found an empty file");
  }

  @Test
  void namesCountsThatDiffer() throws IOException {
    Files.write(mnist.resolve("t10k-labels-idx1-ubyte"), labels(0x801, 2));
    assertThatFault().withMessageContaining("expected 3 images, found 2 in its header");
  }

  @Test
  void namesImagesOfAnotherSize() throws IOException {
    Files.write(mnist.resolve("t10k-images-idx3-ubyte"), images(0x803, 3, 28, 32));
    assertThatFault().withMessageContaining("expected 28 columns, found 32 in its header");
  }

  @Test
  void namesAFileThatIsAByteShortOrLong() throws IOException {
    byte[] whole = images(0x803, 3, 28, 28);
    Path file = mnist.resolve("t10k-images-idx3-ubyte");
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertThatFault().withMessageContaining("expected 2352 bytes behind the header, found 2351");
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatFault().withMessageContaining("found more");
  }

  @Test
  void namesATruncatedGzipFile() throws IOException {
    Path file = mnist.resolve("train-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(file);
    for (int size : new int[] {2, 12, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, size));
      assertThatFault()
          .withMessageContaining("train-images-idx3-ubyte.gz")
          .withMessageContaining("%d bytes of gzip".formatted(size));
    }
  }

  @Test
  void namesTheImageWithAWrongLabel() throws IOException {
    byte[] content = labels(0x801, 3);
    content[8 + 1] = 11;
    Files.write(mnist.resolve("t10k-labels-idx1-ubyte"), content);
    assertThatFault()
        .withMessageContaining("expected a label of 0 to 9 for image 1, found label 11");
  }

  @Test
  void namesAFileThatIsMissing() throws IOException {
    Files.delete(mnist.resolve("t10k-labels-idx1-ubyte"));
    assertThat(files.in(folder)).hasSize(4).containsOnlyOnce(Optional.empty());
    assertThatFault()
        .withMessageContaining("t10k-labels-idx1-ubyte")
        .withMessageContaining("no file");
  }

  private ThrowableAssertAlternative<DataFileException> assertThatFault() {
    return assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> files.read(folder));
  }

  private static byte[] images(int magic, int count, int rows, int columns) {
    ByteBuffer file = ByteBuffer.allocate(16 + count * rows * columns);
    file.putInt(magic).putInt(count).putInt(rows).putInt(columns);
    for (int i = 0; file.hasRemaining(); i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  private static byte[] labels(int magic, int count) {
    ByteBuffer file = ByteBuffer.allocate(8 + count);
    file.putInt(magic).putInt(count);
    for (int i = 0; file.hasRemaining(); i++) {
      file.put((byte) (i % 10));
    }
    return file.array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
