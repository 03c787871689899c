package cnnlabs.engine.onednn;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A place in native memory that somebody else owns.
 *
 * <p>JavaCPP's pointers count in elements of their type; oneDNN's parameters are {@code void *}, so
 * a plain pointer at the very byte is the one that cannot be misread.
 */
final class Address extends Pointer {

  Address(long address) {
    this.address = address;
  }

  /** The memory from here as floats. It must outlive the buffer. */
  FloatBuffer floats(long count) {
    long bytes = Math.multiplyExact(count, Float.BYTES);
    return new BytePointer(this)
        .capacity(bytes)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
