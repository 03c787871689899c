package cnnlabs.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small files in CIFAR-10's binary format. */
final class CifarSamples {

  private CifarSamples() {}

  static void layLoose(Path folder, int records) throws IOException {
    Files.createDirectories(folder);
    for (int batch = 0; batch < 6; batch++) {
      Files.write(folder.resolve(name(batch)), batch(batch, records));
    }
  }

  static Path layArchive(Path folder, int records) throws IOException {
    return layArchive(folder, records, "cifar-10-batches-bin/", 6);
  }

  /** Writes an archive of the first batches, as files under a path. */
  static Path layArchive(Path folder, int records, String path, int batches) throws IOException {
    Files.createDirectories(folder);
    Path archive = folder.resolve(CifarFiles.ARCHIVE);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      add(tar, path + "readme.html", "<html>".getBytes(StandardCharsets.UTF_8));
      for (int batch = 0; batch < batches; batch++) {
        add(tar, path + name(batch), batch(batch, records));
      }
    }
    return archive;
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** A record whose label and bytes tell its batch and place. */
  static byte[] record(int batch, int record) {
    byte[] bytes = new byte[3073];
    bytes[0] = (byte) ((3 * batch + record) % 10);
    for (int i = 1; i < bytes.length; i++) {
      bytes[i] = (byte) (7 * batch + 13 * record + i);
    }
    return bytes;
  }

  /** Writes the training batches of a folder anew, with all their records in the reverse order. */
  static void reverse(Path folder, int records) throws IOException {
    byte[][] batches = new byte[5][];
    for (int batch = 0; batch < 5; batch++) {
      batches[batch] = Files.readAllBytes(folder.resolve(name(batch)));
    }
    for (int batch = 0; batch < 5; batch++) {
      byte[] reversed = new byte[records * 3073];
      for (int record = 0; record < records; record++) {
        System.arraycopy(
            batches[4 - batch], (records - 1 - record) * 3073, reversed, record * 3073, 3073);
      }
      Files.write(folder.resolve(name(batch)), reversed);
    }
  }

  static String name(int batch) {
    return batch < 5 ? "data_batch_" + (batch + 1) + ".bin" : "test_batch.bin";
  }

  private static byte[] batch(int batch, int records) {
    byte[] bytes = new byte[records * 3073];
    for (int record = 0; record < records; record++) {
      System.arraycopy(record(batch, record), 0, bytes, record * 3073, 3073);
    }
    return bytes;
  }
}
