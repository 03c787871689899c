package cnnlabs.data;

import cnnlabs.data.files.FileContent;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A file of bytes in the IDX format, plain or compressed with gzip.
 *
 * <p>A big-endian magic number (0x0801 for one dimension of bytes, 0x0803 for three), the size of
 * each dimension, the bytes.
 *
 * @param file plain or gzip, told apart by its first bytes
 * @param remedy what to do about a bad file
 */
record IdxFile(Path file, String remedy) {

  private static final int BYTES = 0x0800;
  private static final List<String> DIMENSIONS = List.of("images", "rows", "columns");

  /**
   * Reads the bytes behind the header.
   *
   * @param dimensions the sizes that the header must name
   * @throws DataFileException if the file is not of that format and size
   */
  byte[] read(int... dimensions) {
    try (InputStream in = open()) {
      requireHeader(in, dimensions);
      int length = IntStream.of(dimensions).reduce(1, (a, b) -> a * b);
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length || in.read() >= 0) {
        throw fault(
            "%d bytes behind the header".formatted(length),
            bytes.length < length ? String.valueOf(bytes.length) : "more");
      }
      return bytes;
    } catch (IOException e) {
      throw DataFileException.unreadable(file, e, remedy);
    }
  }

  private InputStream open() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    byte[] start = in.readNBytes(2);
    in.reset();
    return FileContent.isGzip(start) ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private void requireHeader(InputStream in, int... dimensions) throws IOException {
    int length = 4 + 4 * dimensions.length;
    ByteBuffer header = ByteBuffer.wrap(in.readNBytes(length));
    if (header.remaining() < length) {
      throw fault("a header of %d bytes".formatted(length), FileContent.describe(file));
    }
    int magic = BYTES + dimensions.length;
    int found = header.getInt();
    if (found != magic) {
      throw fault(
          "the magic number 0x%08x of IDX".formatted(magic),
          "0x%08x in %s".formatted(found, FileContent.describe(file)));
    }
    for (int i = 0; i < dimensions.length; i++) {
      int size = header.getInt();
      if (size != dimensions[i]) {
        throw fault(
            "%d %s".formatted(dimensions[i], DIMENSIONS.get(i)),
            "%d in its header".formatted(size));
      }
    }
  }

  private DataFileException fault(String expected, String found) {
    return new DataFileException(file, expected, found, remedy);
  }
}
