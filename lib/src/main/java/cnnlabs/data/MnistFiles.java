package cnnlabs.data;

import cnnlabs.data.files.FileContent;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The four files of MNIST in the IDX format, plain or compressed with gzip.
 *
 * @param trainingSize images; 60,000 but in tests
 * @param testSize images; 10,000 but in tests
 * @param training what makes its training images MNIST's: {@link RecordDigests#whole}
 * @param test what makes its test images MNIST's
 */
record MnistFiles(int trainingSize, int testSize, String training, String test)
    implements DataFiles {

  private static final String TRAINING = "train";
  private static final String TEST = "t10k";
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";

  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
  private static final List<String> CLASS_NAMES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private static final List<String> DIMENSIONS = List.of("images", "rows", "columns");

  private static final String ALL_FOUR =
      "The folder needs all four: images and labels for training and test.";
  private static final String REMEDY =
      "Lay the file there again, complete, as MNIST's page and its mirrors have it, or take it"
          + " away.";

  @Override
  public String name() {
    return "MNIST";
  }

  @Override
  public String subfolder() {
    return "mnist";
  }

  @Override
  public List<Optional<Path>> in(Path folder) {
    return Stream.of(TRAINING + IMAGES, TRAINING + LABELS, TEST + IMAGES, TEST + LABELS)
        .map(file -> find(folder, file + ".gz", file))
        .toList();
  }

  @Override
  public Split read(Path folder) {
    return Split.of(
        read(folder, TRAINING, trainingSize, training), read(folder, TEST, testSize, test));
  }

  private ImageDataset read(Path folder, String part, int size, String published) {
    Path imagesFile = require(folder, ALL_FOUR, part + IMAGES + ".gz", part + IMAGES);
    Path labelsFile = require(folder, ALL_FOUR, part + LABELS + ".gz", part + LABELS);
    byte[] labels = bytes(labelsFile, size);
    for (int i = 0; i < size; i++) {
      if ((labels[i] & 0xff) >= CLASS_NAMES.size()) {
        throw fault(
            labelsFile,
            "a label of 0 to %d for image %d".formatted(CLASS_NAMES.size() - 1, i),
            "label " + (labels[i] & 0xff));
      }
    }
    byte[] pixels = bytes(imagesFile, size, SHAPE.height(), SHAPE.width());
    Provenance provenance = RecordDigests.of(pixels, labels).provenance(name(), published);
    return ImageDataset.of(provenance, SHAPE, CLASS_NAMES, pixels, labels);
  }

  /**
   * The bytes of a file in the IDX format, plain or gzip: a big-endian magic number (0x0801 for one
   * dimension of bytes, 0x0803 for three), the size of each dimension, the bytes.
   */
  private static byte[] bytes(Path file, int... dimensions) {
    try (InputStream in = open(file)) {
      requireHeader(file, in, dimensions);
      int length = IntStream.of(dimensions).reduce(1, (a, b) -> a * b);
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length || in.read() >= 0) {
        throw fault(
            file,
            "%d bytes behind the header".formatted(length),
            bytes.length < length ? String.valueOf(bytes.length) : "more");
      }
      return bytes;
    } catch (IOException e) {
      throw DataFileException.unreadable(file, e, REMEDY);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    byte[] start = in.readNBytes(2);
    in.reset();
    return FileContent.isGzip(start) ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static void requireHeader(Path file, InputStream in, int... dimensions)
      throws IOException {
    int length = 4 + 4 * dimensions.length;
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(length));
    if (header.remaining() < length) {
      throw fault(file, "a header of %d bytes".formatted(length), FileContent.describe(file));
    }
    int magic = 0x0800 + dimensions.length;
    int found = header.getInt();
    if (found != magic) {
      throw fault(
          file,
          "the magic number 0x%08x of IDX".formatted(magic),
          "0x%08x in %s".formatted(found, FileContent.describe(file)));
    }
    for (int i = 0; i < dimensions.length; i++) {
      int size = header.getInt();
      if (size != dimensions[i]) {
        throw fault(
            file,
            "%d %s".formatted(dimensions[i], DIMENSIONS.get(i)),
            "%d in its header".formatted(size));
      }
    }
  }

  private static DataFileException fault(Path file, String expected, String found) {
    return new DataFileException(file, expected, found, REMEDY);
  }
}
