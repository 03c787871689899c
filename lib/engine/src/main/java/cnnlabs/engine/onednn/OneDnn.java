package cnnlabs.engine.onednn;

import static java.util.Objects.requireNonNull;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_init_by_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import cnnlabs.engine.UnsupportedNetworkException;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;

/**
 * What the nodes need of oneDNN's C interface besides the primitives: the engine, status codes and
 * memory descriptors, here called layouts.
 *
 * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/">oneDNN 2.5</a>
 */
final class OneDnn {

  private OneDnn() {}

  /** Loads oneDNN when the engine is first asked for, not before. */
  private static final class Processor {

    static final dnnl_engine ENGINE;
    static final int STATUS;

    static {
      SystemOneDnn.load();
      ENGINE = new dnnl_engine();
      STATUS = dnnl_engine_create(ENGINE, dnnl_cpu, 0);
    }
  }

  /**
   * The processor. One for all: an engine has no state.
   *
   * @throws UnsupportedNetworkException if there is no oneDNN that this system can load
   */
  static dnnl_engine engine() {
    try {
      check(Processor.STATUS, "dnnl_engine_create");
      return Processor.ENGINE;
    } catch (LinkageError e) {
      throw new UnsupportedNetworkException("oneDNN has no native code for this machine: " + e);
    }
  }

  /** What stands between oneDNN's answers and whoever asked: a test puts failures there. */
  @FunctionalInterface
  interface Answers {
    int statusOf(String call, int status);
  }

  private static final AtomicReference<Answers> ANSWERS =
      new AtomicReference<>((call, status) -> status);

  /** For tests. */
  static void answer(Answers changed) {
    ANSWERS.set(changed);
  }

  /**
   * Throws where a call of oneDNN's failed.
   *
   * @throws OneDnnFailure with oneDNN's status
   */
  static void check(int status, String call) {
    int answer = requireNonNull(ANSWERS.get()).statusOf(call, status);
    if (answer != dnnl_success) {
      throw new OneDnnFailure(call, answer);
    }
  }

  /** Dense, in C order: how Deeplearning4j lays out what we share with it. */
  static dnnl_memory_desc_t plain(long... shape) {
    return layout(
        shape,
        switch (shape.length) {
          case 1 -> dnnl_a;
          case 2 -> dnnl_ab;
          case 4 -> dnnl_abcd;
          default -> throw new IllegalArgumentException("No plain layout of rank " + shape.length);
        });
  }

  /** Left to the primitive, which answers with the layout that it is fastest with. */
  static dnnl_memory_desc_t any(long... shape) {
    return layout(shape, dnnl_format_tag_any);
  }

  private static dnnl_memory_desc_t layout(long[] shape, int tag) {
    var layout = new dnnl_memory_desc_t();
    check(
        dnnl_memory_desc_init_by_tag(layout, shape.length, shape, dnnl_f32, tag),
        "dnnl_memory_desc_init_by_tag");
    return layout;
  }

  /** The layout that a primitive has chosen for one of its arguments. */
  static dnnl_memory_desc_t chosen(dnnl_primitive_desc primitive, int query) {
    dnnl_memory_desc_t inside = dnnl_primitive_desc_query_md(primitive, query, 0);
    var copy = new dnnl_memory_desc_t();
    Pointer.memcpy(copy, inside, copy.sizeof());
    return copy;
  }

  static boolean equal(dnnl_memory_desc_t one, dnnl_memory_desc_t other) {
    return dnnl_memory_desc_equal(one, other) != 0;
  }

  static long bytes(dnnl_memory_desc_t layout) {
    return dnnl_memory_desc_get_size(layout);
  }
}
