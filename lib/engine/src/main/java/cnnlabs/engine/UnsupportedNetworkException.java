package cnnlabs.engine;

import java.io.Serial;

/** A network has something that cannot be compiled exactly. The message says what, and where. */
public final class UnsupportedNetworkException extends UnsupportedOperationException {

  @Serial private static final long serialVersionUID = 1;

  /** Something of a network, such as {@code activation relu6}. */
  public UnsupportedNetworkException(String reason) {
    super(reason);
  }

  /** The same of a layer. */
  public UnsupportedNetworkException in(String layer) {
    return new UnsupportedNetworkException(layer + ": " + getMessage());
  }
}
