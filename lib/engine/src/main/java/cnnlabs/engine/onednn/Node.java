package cnnlabs.engine.onednn;

import org.jspecify.annotations.Nullable;

/**
 * One computation of a network, with its settings, for any batch size: what is left of a layer when
 * its configuration has been read. A layer may be several nodes.
 */
interface Node {

  /** Emits the forward pass of this node and returns its place in the program. */
  Stage forward(ProgramBuilder program, Tensor input);

  /** Whether it has parameters that training changes, so that gradients must reach it. */
  default boolean trains() {
    return false;
  }

  /**
   * A node's place in a program.
   *
   * @param output what it computes
   * @param backward how its backward pass is emitted, once the gradient of its output is known
   */
  record Stage(Tensor output, Backward backward) {}

  /** Emits a backward pass. */
  @FunctionalInterface
  interface Backward {

    /**
     * Emits the gradients of the parameters and, if wanted, of the input.
     *
     * @param outputGradient may be overwritten
     * @return the gradient of the input, or null if it was not wanted
     */
    @Nullable Tensor emit(Tensor outputGradient, boolean inputGradientWanted);
  }
}
