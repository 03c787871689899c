package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * An array of a program: its shape, how its elements lie in memory, and oneDNN's handle of that
 * memory.
 */
final class Tensor {

  private final long[] shape;
  private final dnnl_memory_desc_t layout;
  private final dnnl_memory memory;
  private final @Nullable Storage storage;
  private @Nullable Address start;
  private @Nullable FloatBuffer floats;

  /**
   * Describes an array.
   *
   * @param storage where the program's own memory holds it; null if it lies elsewhere
   */
  Tensor(long[] shape, dnnl_memory_desc_t layout, dnnl_memory memory, @Nullable Storage storage) {
    this.shape = shape;
    this.layout = layout;
    this.memory = memory;
    this.storage = storage;
  }

  /** Sizes, the batch first: {@code [N, C, H, W]} or {@code [N, units]}. */
  long[] shape() {
    return shape.clone();
  }

  /**
   * Checks what a layer is given.
   *
   * @throws IllegalArgumentException if these are no maps of so many channels
   */
  void requireMaps(long channels) {
    if (shape.length != 4 || shape[1] != channels) {
      throw new IllegalArgumentException(
          "Expected maps [N, " + channels + ", H, W] but got " + Arrays.toString(shape) + ".");
    }
  }

  /**
   * Checks what a layer is given.
   *
   * @throws IllegalArgumentException if these are no rows of so many units
   */
  void requireRows(long units) {
    if (shape.length != 2 || shape[1] != units) {
      throw new IllegalArgumentException(
          "Expected rows [N, " + units + "] but got " + Arrays.toString(shape) + ".");
    }
  }

  long size(int dimension) {
    return shape[dimension];
  }

  long elements() {
    long elements = 1;
    for (long size : shape) {
      elements *= size;
    }
    return elements;
  }

  dnnl_memory_desc_t layout() {
    return layout;
  }

  /** Dense and in C order, as Java and Deeplearning4j read it. */
  boolean isPlain() {
    return OneDnn.equal(layout, OneDnn.plain(shape));
  }

  dnnl_memory memory() {
    return memory;
  }

  @Nullable Storage storage() {
    return storage;
  }

  /** Says where the elements lie. The memory must outlive its use. */
  void place(Address newStart) {
    handle(newStart);
    start = newStart;
  }

  /** Points oneDNN at memory that somebody else holds for the length of a run. */
  void handle(Pointer elements) {
    OneDnn.check(dnnl_memory_set_data_handle(memory, elements), "dnnl_memory_set_data_handle");
  }

  /** The elements, once it is known where they lie. Only of a plain tensor. */
  FloatBuffer floats() {
    if (floats == null) {
      if (start == null) {
        throw new IllegalStateException("The program's memory is not planned yet.");
      }
      floats = start.floats(elements());
    }
    return floats;
  }
}
