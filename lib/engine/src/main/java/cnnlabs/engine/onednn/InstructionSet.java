package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

/**
 * The instructions that oneDNN computes with. The order of a sum hangs on them, and so the last
 * digits of a result; the environment variable {@code DNNL_MAX_CPU_ISA} bounds them.
 */
final class InstructionSet {

  private InstructionSet() {}

  /**
   * The name, such as {@code AVX2}; empty on other processors than x86-64, where the bits have
   * other meanings, and where oneDNN cannot be loaded.
   */
  static String name() {
    if (!System.getProperty("os.arch").equals("amd64")
        && !System.getProperty("os.arch").equals("x86_64")) {
      return "";
    }
    try {
      return name(dnnl_get_effective_cpu_isa());
    } catch (LinkageError e) {
      return "";
    }
  }

  /** Of {@code dnnl_cpu_isa_t}: bits, of which a greater set has those of the smaller. */
  static String name(int bits) {
    if (includes(bits, dnnl_cpu_isa_avx512_core)) {
      return "AVX-512";
    }
    if (includes(bits, dnnl_cpu_isa_avx2)) {
      return "AVX2";
    }
    if (includes(bits, dnnl_cpu_isa_avx)) {
      return "AVX";
    }
    return includes(bits, dnnl_cpu_isa_sse41) ? "SSE4.1" : "";
  }

  private static boolean includes(int bits, int set) {
    return (bits & set) == set;
  }
}
