package cnnlabs.engine.onednn;

/** What a program is compiled for. */
enum Purpose {
  /**
   * A training step up to its gradients: dropout, the batch's own statistics, running ones kept.
   */
  TRAINING("training step"),
  /**
   * The gradients alone: as a training step, but no dropout, and nothing of the network changes.
   */
  GRADIENT("gradient"),
  /** The network's outputs. */
  OUTPUT("inference"),
  /** The outputs of every layer, none fused with its neighbour. */
  ACTIVATIONS("outputs of all layers"),
  /** As {@link #GRADIENT}, but no layer fused with its neighbour, so that each can be timed. */
  LAYER_TIMES("timing of each layer");

  private final String text;

  Purpose(String text) {
    this.text = text;
  }

  /** What an error calls it. */
  String text() {
    return text;
  }

  boolean backward() {
    return this == TRAINING || this == GRADIENT || this == LAYER_TIMES;
  }
}
