package cnnlabs.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Images of CIFAR-10 while they are read, straight into their last place. */
final class CifarImages {

  private static final int VOLUME = CifarFiles.SHAPE.volume();
  private static final int RECORD = 1 + VOLUME;
  private static final int RECORDS_A_READ = 64;
  private static final int TRAINING_BATCHES = CifarFiles.BATCHES.size() - 1;

  private final int records;
  private final byte[] trainingPixels;
  private final byte[] trainingLabels;
  private final byte[] testPixels;
  private final byte[] testLabels;
  private final Path[] files = new Path[CifarFiles.BATCHES.size()];

  /**
   * Room for all images.
   *
   * @param records in each batch
   */
  CifarImages(int records) {
    this.records = records;
    this.trainingPixels = new byte[TRAINING_BATCHES * records * VOLUME];
    this.trainingLabels = new byte[TRAINING_BATCHES * records];
    this.testPixels = new byte[records * VOLUME];
    this.testLabels = new byte[records];
  }

  /**
   * Checks a batch's size.
   *
   * @param found what to say of it where it is another
   */
  void requireSize(Path file, long size, String found) {
    if (size != (long) records * RECORD) {
      throw fault(
          file,
          "%d bytes (%d records of %d)".formatted((long) records * RECORD, records, RECORD),
          found);
    }
  }

  /**
   * Reads a batch.
   *
   * @param batch its name, which gives its place
   * @param file for error messages
   */
  void read(String batch, InputStream in, Path file) throws IOException {
    int index = CifarFiles.BATCHES.indexOf(batch);
    files[index] = file;
    boolean isTest = index == TRAINING_BATCHES;
    byte[] pixels = isTest ? testPixels : trainingPixels;
    byte[] labels = isTest ? testLabels : trainingLabels;
    int image = isTest ? 0 : index * records;
    byte[] chunk = new byte[RECORDS_A_READ * RECORD];
    for (int record = 0; record < records; ) {
      int wanted = Math.min(RECORDS_A_READ, records - record) * RECORD;
      int read = in.readNBytes(chunk, 0, wanted);
      if (read < wanted) {
        throw fault(
            file,
            "%d bytes".formatted((long) records * RECORD),
            "an end after %d".formatted((long) record * RECORD + read));
      }
      for (int at = 0; at < read; at += RECORD, record++, image++) {
        requireLabel(chunk[at] & 0xff, record, file);
        labels[image] = chunk[at];
        System.arraycopy(chunk, at + 1, pixels, image * VOLUME, VOLUME);
      }
    }
  }

  private static void requireLabel(int label, int record, Path file) {
    int last = CifarFiles.CLASS_NAMES.size() - 1;
    if (label > last) {
      throw fault(
          file, "a label of 0 to %d in record %d".formatted(last, record), "label " + label);
    }
  }

  private static DataFileException fault(Path file, String expected, String found) {
    return new DataFileException(file, expected, found, CifarFiles.REMEDY);
  }

  /**
   * The images of all batches, given away.
   *
   * @param published what makes them the data set of that name
   * @throws DataFileException if a record occurs twice: then another is missing
   */
  Split split(String name, PublishedRecords published) {
    RecordDigests training = RecordDigests.of(trainingPixels, trainingLabels);
    RecordDigests test = RecordDigests.of(testPixels, testLabels);
    Split split =
        Split.of(
            dataset(
                Provenance.ofRecords(name, training, published.training()),
                trainingPixels,
                trainingLabels),
            dataset(Provenance.ofRecords(name, test, published.test()), testPixels, testLabels));
    if (split.provenance().kind() != Provenance.Kind.OFFICIAL) { // Those are known to differ.
      requireDistinct(Stream.concat(training.digests().stream(), test.digests().stream()).toList());
    }
    return split;
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

  private static ImageDataset dataset(Provenance provenance, byte[] pixels, byte[] labels) {
    return ImageDataset.of(provenance, CifarFiles.SHAPE, CifarFiles.CLASS_NAMES, pixels, labels);
  }
}
