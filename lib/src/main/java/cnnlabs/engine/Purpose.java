package cnnlabs.engine;

/** What a program is compiled for. */
enum Purpose {
  /**
   * A training step up to its gradients: dropout, the batch's own statistics, running ones kept.
   */
  TRAINING,
  /**
   * The gradients alone: as a training step, but no dropout, and nothing of the network changes.
   */
  GRADIENT,
  /** The network's outputs. */
  OUTPUT,
  /** The outputs of every layer, none fused with its neighbour. */
  ACTIVATIONS,
  /** As {@link #GRADIENT}, but no layer fused with its neighbour, so that each can be timed. */
  LAYER_TIMES;

  boolean backward() {
    return this == TRAINING || this == GRADIENT || this == LAYER_TIMES;
  }
}
