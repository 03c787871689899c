package cnnlabs.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of bytes in the IDX format, plain or compressed with gzip.
 *
 * <p>A big-endian magic number (0x0801 for one dimension of bytes, 0x0803 for three), the size of
 * each dimension, the bytes.
 */
final class IdxFile {

  private static final int BYTES = 0x0800;

  private IdxFile() {}

  /**
   * Reads the bytes behind the header of a file whose dimensions are known.
   *
   * @param file plain or gzip, told apart by its first bytes
   * @param remedy what to do about a bad file
   * @param dimensions the sizes that the header must name
   * @throws DataFileException if the file is not of that format and size
   */
  static byte[] read(Path file, String remedy, int... dimensions) {
    try (InputStream in = open(file)) {
      return new Reader(file, remedy, in).read(dimensions);
    } catch (EOFException | ZipException e) {
      throw new DataFileException(
          file,
          "a complete file of gzip",
          "%s (%s)".formatted(FileContent.describe(file), DataFileException.reason(e)),
          remedy);
    } catch (IOException e) {
      throw DataFileException.unreadable(file, e, remedy);
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    byte[] start = in.readNBytes(2);
    in.reset();
    return FileContent.isGzip(start) ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private record Reader(Path file, String remedy, InputStream in) {

    byte[] read(int... dimensions) throws IOException {
      byte[] header = in.readNBytes(4 + 4 * dimensions.length);
      if (header.length < 4 + 4 * dimensions.length) {
        throw fault(
            "a header of %d bytes".formatted(4 + 4 * dimensions.length),
            FileContent.describe(file));
      }
      ByteBuffer numbers = ByteBuffer.wrap(header);
      int magic = BYTES + dimensions.length;
      int found = numbers.getInt();
      if (found != magic) {
        throw fault(
            "the magic number 0x%08x of IDX".formatted(magic),
            "0x%08x in %s".formatted(found, FileContent.describe(file)));
      }
      int length = 1;
      for (int i = 0; i < dimensions.length; i++) {
        int size = numbers.getInt();
        if (size != dimensions[i]) {
          throw fault(
              "%d %s".formatted(dimensions[i], name(i)), "%d in its header".formatted(size));
        }
        length *= size;
      }
      return content(length);
    }

    private byte[] content(int length) throws IOException {
      byte[] bytes = new byte[length];
      int read = in.readNBytes(bytes, 0, length);
      if (read < length) {
        throw fault("%d bytes behind the header".formatted(length), "%d".formatted(read));
      }
      if (in.read() >= 0) {
        throw fault("%d bytes behind the header".formatted(length), "more");
      }
      return bytes;
    }

    private static String name(int dimension) {
      return switch (dimension) {
        case 0 -> "images";
        case 1 -> "rows";
        default -> "columns";
      };
    }

    private DataFileException fault(String expected, String found) {
      return new DataFileException(file, expected, found, remedy);
    }
  }
}
