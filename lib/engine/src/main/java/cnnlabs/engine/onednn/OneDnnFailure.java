package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_invalid_arguments;
import static org.bytedeco.dnnl.global.dnnl.dnnl_iterator_ends;
import static org.bytedeco.dnnl.global.dnnl.dnnl_not_required;
import static org.bytedeco.dnnl.global.dnnl.dnnl_out_of_memory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_runtime_error;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import cnnlabs.engine.ComputationException;
import java.io.Serial;

/** A call of oneDNN's that failed, before it is known for which layer it was made. */
final class OneDnnFailure extends ComputationException {

  @Serial private static final long serialVersionUID = 1;

  private final int status;

  OneDnnFailure(String call, int status) {
    super("oneDNN's %s answers status %d (%s)".formatted(call, status, name(status)), null);
    this.status = status;
  }

  boolean outOfMemory() {
    return status == dnnl_out_of_memory;
  }

  /** Whether oneDNN has nothing that does so on this processor. */
  boolean unimplemented() {
    return status == dnnl_unimplemented;
  }

  /** The names of {@code dnnl_status_t}. */
  private static String name(int status) {
    return switch (status) {
      case dnnl_out_of_memory -> "out of memory";
      case dnnl_invalid_arguments -> "invalid arguments";
      case dnnl_unimplemented -> "unimplemented";
      case dnnl_iterator_ends -> "iterator ends";
      case dnnl_runtime_error -> "runtime error";
      case dnnl_not_required -> "not required";
      default -> "unknown";
    };
  }
}
