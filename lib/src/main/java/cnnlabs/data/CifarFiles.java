package cnnlabs.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * read where it lies and never unpacked, so that nothing half-written can stay. Source: <a
 * href="https://www.cs.toronto.edu/~kriz/cifar.html">the data set's page</a>.
 */
final class CifarFiles implements DataFiles {

  static final String ARCHIVE = "cifar-10-binary.tar.gz";

  static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  static final List<String> BATCHES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");

  static final String REMEDY =
      "Lay the file there again, complete, from https://www.cs.toronto.edu/~kriz/cifar.html, or"
          + " take it away.";

  private final int records;
  private final PublishedRecords published;

  /**
   * Files of a given size.
   *
   * @param records in each batch; 10,000 but in tests
   * @param published what makes them CIFAR-10
   */
  CifarFiles(int records, PublishedRecords published) {
    this.records = records;
    this.published = published;
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
    CifarImages images = new CifarImages(records);
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
        images.requireSize(file, Files.size(file), FileContent.describe(file));
        images.read(batch, in, file);
      } catch (IOException e) {
        throw DataFileException.unreadable(file, e, REMEDY);
      }
    }
    return images.split(name(), published);
  }

  private Split readArchive(Path file) {
    CifarImages images = new CifarImages(records);
    Set<String> missing = new HashSet<>(BATCHES);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      InputStream unpacked = new GZIPInputStream(in, 1 << 16);
      TarArchiveInputStream tar = new TarArchiveInputStream(unpacked);
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && missing.remove(name)) {
          Path inside = file.resolve(name);
          images.requireSize(inside, entry.getSize(), "%d bytes".formatted(entry.getSize()));
          images.read(name, tar, inside);
        }
      }
      // To the end, where gzip has a checksum of its own.
      unpacked.transferTo(OutputStream.nullOutputStream());
      if (!missing.isEmpty()) {
        throw new DataFileException(
            file, "an archive of " + BATCHES, "none of the name " + missing, REMEDY);
      }
      return images.split(name(), published);
    } catch (EOFException | ZipException e) {
      throw new DataFileException(
          file,
          "a complete archive of gzip",
          "%s (%s)".formatted(FileContent.describe(file), DataFileException.reason(e)),
          REMEDY);
    } catch (IOException e) {
      throw DataFileException.unreadable(file, e, REMEDY);
    }
  }
}
