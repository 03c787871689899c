package cnnlabs.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of bytes in the IDX format, plain or compressed with gzip.
 *
 * <p>A big-endian magic number (0x0801 for one dimension of bytes, 0x0803 for three), the size of
 * each dimension, the bytes.
 *
 * @param content the bytes behind the header
 * @param md5 of the uncompressed file, as published for MNIST
 */
@SuppressWarnings("ArrayRecordComponent") // The reader gives the array away.
record IdxFile(byte[] content, String md5) {

  private static final int BYTES = 0x0800;

  /**
   * Reads a file whose dimensions are known.
   *
   * @param file plain or gzip, told apart by its first bytes
   * @param remedy what to do about a bad file
   * @param dimensions the sizes that the header must name
   * @throws DataFileException if the file is not of that format and size
   */
  static IdxFile read(Path file, String remedy, int... dimensions) {
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

    IdxFile read(int... dimensions) throws IOException {
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
      return content(header, length);
    }

    private IdxFile content(byte[] header, int length) throws IOException {
      byte[] bytes = new byte[length];
      int read = in.readNBytes(bytes, 0, length);
      if (read < length) {
        throw fault("%d bytes behind the header".formatted(length), "%d".formatted(read));
      }
      if (in.read() >= 0) {
        throw fault("%d bytes behind the header".formatted(length), "more");
      }
      MessageDigest digest = Checksum.md5();
      digest.update(header);
      digest.update(bytes);
      return new IdxFile(bytes, Checksum.hex(digest));
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
