package cnnlabs.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Images of CIFAR-10 while they are read, straight into their last place. A record is one byte of
 * label and 3,072 bytes of image {@code [3, 32, 32]}.
 */
final class CifarImages {

  static final List<String> BATCHES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");

  static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  static final String REMEDY =
      "Lay the file there again, complete, from https://www.cs.toronto.edu/~kriz/cifar.html, or"
          + " take it away.";

  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final int VOLUME = SHAPE.volume();
  private static final int RECORD = 1 + VOLUME;

  private final int records;
  private final byte[] pixels;
  private final byte[] labels;
  private final Path[] files = new Path[BATCHES.size()];

  /** Room for all images, so many records in each batch. */
  CifarImages(int records) {
    this.records = records;
    this.labels = new byte[BATCHES.size() * records];
    this.pixels = new byte[labels.length * VOLUME];
  }

  /**
   * Reads a batch.
   *
   * @param file whose name gives the batch its place
   * @param size in bytes
   * @param found what to say of it where the size is another than it must be
   */
  void read(Path file, InputStream in, long size, String found) throws IOException {
    long wanted = (long) records * RECORD;
    if (size != wanted) {
      throw fault(file, "%d bytes (%d records of %d)".formatted(wanted, records, RECORD), found);
    }
    int batch = BATCHES.indexOf(String.valueOf(file.getFileName()));
    files[batch] = file;
    for (int record = 0; record < records; record++) {
      int image = batch * records + record;
      int label = in.read();
      if (label < 0 || in.readNBytes(pixels, image * VOLUME, VOLUME) < VOLUME) {
        throw fault(file, "%d bytes".formatted(wanted), "an end within record " + record);
      }
      if (label >= CLASS_NAMES.size()) {
        throw fault(
            file,
            "a label of 0 to %d in record %d".formatted(CLASS_NAMES.size() - 1, record),
            "label " + label);
      }
      labels[image] = (byte) label;
    }
  }

  private static DataFileException fault(Path file, String expected, String found) {
    return new DataFileException(file, expected, found, REMEDY);
  }

  /**
   * The images of all batches, given away.
   *
   * @param trainingDigest what makes the training images those of the data set of this name
   * @param testDigest likewise
   * @throws DataFileException if a record occurs twice: then another is missing
   */
  Split split(String name, String trainingDigest, String testDigest) {
    List<byte[]> digests = RecordDigests.of(pixels, labels).digests();
    int training = labels.length - records;
    Split split =
        Split.of(
            part(0, training, digests, name, trainingDigest),
            part(training, labels.length, digests, name, testDigest));
    if (split.provenance().kind() != Provenance.Kind.OFFICIAL) { // Those are known to differ.
      requireDistinct(digests);
    }
    return split;
  }

  private ImageDataset part(int from, int to, List<byte[]> digests, String name, String published) {
    Provenance provenance =
        new RecordDigests(digests.subList(from, to)).provenance(name, published);
    return ImageDataset.of(provenance, SHAPE, CLASS_NAMES, pixels, labels)
        .subset(IntStream.range(from, to).toArray());
  }

  private void requireDistinct(List<byte[]> digests) {
    Map<ByteBuffer, Integer> places = new HashMap<>();
    for (int i = 0; i < digests.size(); i++) {
      Integer other = places.putIfAbsent(ByteBuffer.wrap(digests.get(i)), i);
      if (other != null) {
        throw fault(
            files[i / records],
            "%d different records in all batches".formatted(digests.size()),
            "record %d equal to record %d of %s"
                .formatted(i % records, other % records, files[other / records].getFileName()));
      }
    }
  }
}
