package cnnlabs.data;

import cnnlabs.data.files.FileContent;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The files of CIFAR-10's binary version: six batches of records, loose or in their archive.
 *
 * <p>The archive is read where it lies and never unpacked, so that nothing half-written can stay.
 *
 * @param records in each batch; 10,000 but in tests
 * @param training what makes its training images CIFAR-10's: {@link RecordDigests#whole}
 * @param test what makes its test images CIFAR-10's
 */
record CifarFiles(int records, String training, String test) implements DataFiles {

  static final String ARCHIVE = "cifar-10-binary.tar.gz";

  @Override
  public String name() {
    return "CIFAR-10";
  }

  @Override
  public String subfolder() {
    return "cifar-10-batches-bin";
  }

  @Override
  public List<Optional<Path>> in(Path folder) {
    Optional<Path> archive = find(folder, ARCHIVE);
    return archive.isPresent()
        ? List.of(archive)
        : CifarImages.BATCHES.stream().map(batch -> find(folder, batch)).toList();
  }

  @Override
  public Split read(Path folder) {
    CifarImages images = new CifarImages(records);
    find(folder, ARCHIVE)
        .ifPresentOrElse(archive -> readArchive(archive, images), () -> readLoose(folder, images));
    return images.split(name(), training, test);
  }

  private void readLoose(Path folder, CifarImages images) {
    String remedy = "The folder needs all of %s, or %s.".formatted(CifarImages.BATCHES, ARCHIVE);
    for (String batch : CifarImages.BATCHES) {
      Path file = require(folder, remedy, batch);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        images.read(file, in, Files.size(file), FileContent.describe(file));
      } catch (IOException e) {
        throw DataFileException.unreadable(file, e, CifarImages.REMEDY);
      }
    }
  }

  private static void readArchive(Path file, CifarImages images) {
    Set<String> missing = new HashSet<>(CifarImages.BATCHES);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      InputStream unpacked = new GZIPInputStream(in, 1 << 16);
      TarArchiveInputStream tar = new TarArchiveInputStream(unpacked);
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && missing.remove(name)) {
          long size = entry.getSize();
          images.read(file.resolve(name), tar, size, "%d bytes".formatted(size));
        }
      }
      // To the end, where gzip has a checksum of its own.
      unpacked.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw DataFileException.unreadable(file, e, CifarImages.REMEDY);
    }
    if (!missing.isEmpty()) {
      throw new DataFileException(
          file,
          "an archive of " + CifarImages.BATCHES,
          "none of the name " + missing,
          CifarImages.REMEDY);
    }
  }
}
