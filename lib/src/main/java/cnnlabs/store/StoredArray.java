package cnnlabs.store;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * ND4J's form of an array: a buffer of shape and strides, which are known here, and one of values.
 *
 * <p>It is read piece by piece, since a network's array may have hundreds of millions of values.
 */
final class StoredArray {

  /** Numbers in an array's shape and strides, at most. */
  private static final int LONGEST_SHAPE = 1 << 7;

  /** Values that are read at once. */
  private static final int PIECE = 1 << 14;

  private StoredArray() {}

  /**
   * The values of an array that is all there is to read.
   *
   * @param most values that it may have: no more is allocated, whatever it says of itself
   * @throws IOException saying what is wrong with it
   */
  static float[] read(DataInputStream in, long most) throws IOException {
    try {
      in.skipNBytes(Long.BYTES * length(in, "LONG", LONGEST_SHAPE));
      float[] values = new float[Math.toIntExact(length(in, "FLOAT", most))];
      byte[] piece = new byte[PIECE * Float.BYTES];
      for (int at = 0; at < values.length; at += PIECE) {
        int count = Math.min(PIECE, values.length - at);
        in.readFully(piece, 0, count * Float.BYTES);
        ByteBuffer.wrap(piece).asFloatBuffer().get(values, at, count);
      }
      requireEnd(in);
      return values;
    } catch (EOFException e) {
      throw new IOException("an array of it ends early", e);
    }
  }

  private static long length(DataInputStream in, String type, long most) throws IOException {
    in.readUTF(); // How the memory was allocated.
    long length = in.readLong();
    String found = in.readUTF();
    if (!found.equals(type) || length < 0 || length > most) {
      throw new IOException(
          "an array of it has %d values of type %s, where its network and its file have at most %d of %s"
              .formatted(length, found, most, type));
    }
    return length;
  }

  /** Makes sure that no more follows. */
  static void requireEnd(InputStream in) throws IOException {
    if (in.read() >= 0) {
      throw new IOException("a part of it is longer than its network can be");
    }
  }
}
