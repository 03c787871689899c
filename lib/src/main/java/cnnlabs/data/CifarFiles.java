package cnnlabs.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files of CIFAR-10's binary version: six batches of records, loose or in their archive.
 *
 * <p>A record is one byte of label and 3,072 bytes of image {@code [3, 32, 32]}. The archive is
 * read where it lies and never unpacked, so that nothing half-written can stay and its published
 * checksum vouches for each load. Source: <a href="https://www.cs.toronto.edu/~kriz/cifar.html">the
 * data set's page</a>.
 */
final class CifarFiles implements DataFiles {

  static final String ARCHIVE = "cifar-10-binary.tar.gz";

  static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final List<String> BATCHES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");

  private static final int RECORD = 1 + SHAPE.volume();
  private static final int RECORDS_A_READ = 64;
  private static final String REMEDY =
      "Lay the file there again, complete, from https://www.cs.toronto.edu/~kriz/cifar.html, or"
          + " take it away.";

  private final int records;
  private final String archiveMd5;

  /**
   * Files of a given size.
   *
   * @param records in each batch; 10,000 but in tests
   * @param archiveMd5 the archive's published MD5
   */
  CifarFiles(int records, String archiveMd5) {
    this.records = records;
    this.archiveMd5 = archiveMd5;
  }

  @Override
  public String name() {
    return "CIFAR-10";
  }

  @Override
  public String subfolder() {
    return "cifar-10-batches-bin";
  }

  @Override
  public boolean anyIn(Path folder) {
    return find(folder, ARCHIVE).isPresent()
        || BATCHES.stream().anyMatch(batch -> find(folder, batch).isPresent());
  }

  @Override
  public boolean allIn(Path folder) {
    return find(folder, ARCHIVE).isPresent()
        || BATCHES.stream().allMatch(batch -> find(folder, batch).isPresent());
  }

  private Optional<Path> find(Path folder, String file) {
    return Stream.of(folder.resolve(subfolder()), folder)
        .map(place -> place.resolve(file))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  @Override
  public Split read(Path folder) {
    Optional<Path> archive = find(folder, ARCHIVE);
    return archive.isPresent() ? readArchive(archive.get()) : readLoose(folder);
  }

  private Split readLoose(Path folder) {
    Images images = new Images();
    for (String batch : BATCHES) {
      Path file =
          find(folder, batch)
              .orElseThrow(
                  () ->
                      new DataFileException(
                          folder.resolve(subfolder()).resolve(batch),
                          "a batch of CIFAR-10's binary version",
                          "no file",
                          "The folder needs all of %s, or %s.".formatted(BATCHES, ARCHIVE)));
      try (InputStream in = Files.newInputStream(file)) {
        requireSize(file, Files.size(file), FileContent.describe(file));
        images.read(batch, in, file);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    return images.split(Provenance.userFile(name()));
  }

  private Split readArchive(Path file) {
    Images images = new Images();
    Set<String> missing = new HashSet<>(BATCHES);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      boolean official = Checksum.md5(file).equals(archiveMd5);
      TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in, 1 << 16));
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && missing.remove(name)) {
          Path inside = file.resolve(name);
          requireSize(inside, entry.getSize(), "%,d bytes".formatted(entry.getSize()));
          images.read(name, tar, inside);
        }
      }
      if (!missing.isEmpty()) {
        throw new DataFileException(
            file, "an archive of " + BATCHES, "none of the name " + missing, REMEDY);
      }
      return images.split(
          official
              ? Provenance.official(name(), "MD5 " + archiveMd5)
              : Provenance.userFile(name()));
    } catch (EOFException | ZipException e) {
      throw new DataFileException(
          file, "a complete archive of gzip", contentOf(file) + " (" + reason(e) + ")", REMEDY);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private void requireSize(Path file, long size, String found) {
    if (size != (long) records * RECORD) {
      throw new DataFileException(
          file,
          "%,d bytes (%,d records of %,d)".formatted((long) records * RECORD, records, RECORD),
          found,
          REMEDY);
    }
  }

  private static DataFileException unreadable(Path file, IOException e) {
    return new DataFileException(file, "a file that can be read", reason(e), REMEDY);
  }

  private static String contentOf(Path file) {
    try {
      return FileContent.describe(file);
    } catch (IOException e) {
      return reason(e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Training and test images while they are read, straight into their last place. */
  private final class Images {

    private final byte[] trainingPixels = new byte[(BATCHES.size() - 1) * records * SHAPE.volume()];
    private final byte[] trainingLabels = new byte[(BATCHES.size() - 1) * records];
    private final byte[] testPixels = new byte[records * SHAPE.volume()];
    private final byte[] testLabels = new byte[records];

    void read(String batch, InputStream in, Path file) throws IOException {
      boolean isTest = batch.equals(BATCHES.get(BATCHES.size() - 1));
      byte[] pixels = isTest ? testPixels : trainingPixels;
      byte[] labels = isTest ? testLabels : trainingLabels;
      int first = isTest ? 0 : BATCHES.indexOf(batch) * records;
      byte[] chunk = new byte[RECORDS_A_READ * RECORD];
      for (int record = 0; record < records; ) {
        int wanted = Math.min(RECORDS_A_READ, records - record) * RECORD;
        int read = in.readNBytes(chunk, 0, wanted);
        if (read < wanted) {
          throw new DataFileException(
              file,
              "%,d bytes".formatted((long) records * RECORD),
              "an end after %,d".formatted((long) record * RECORD + read),
              REMEDY);
        }
        for (int at = 0; at < read; at += RECORD, record++) {
          requireLabel(chunk[at] & 0xff, record, file);
          labels[first + record] = chunk[at];
          int target = (first + record) * SHAPE.volume();
          System.arraycopy(chunk, at + 1, pixels, target, SHAPE.volume());
        }
      }
    }

    private static void requireLabel(int label, int record, Path file) {
      if (label >= CLASS_NAMES.size()) {
        throw new DataFileException(
            file,
            "a label of 0 to %d in record %d".formatted(CLASS_NAMES.size() - 1, record),
            "label " + label,
            REMEDY);
      }
    }

    Split split(Provenance provenance) {
      return Split.of(
          ImageDataset.of(provenance, SHAPE, CLASS_NAMES, trainingPixels, trainingLabels),
          ImageDataset.of(provenance, SHAPE, CLASS_NAMES, testPixels, testLabels));
    }
  }
}
