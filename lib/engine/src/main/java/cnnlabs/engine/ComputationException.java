package cnnlabs.engine;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A computation failed that should have succeeded, for want of memory or in native code. The
 * message says where, with which status, and what to do.
 */
public class ComputationException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** A failure, and what caused it. */
  public ComputationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
