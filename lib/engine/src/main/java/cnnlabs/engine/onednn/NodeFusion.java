package cnnlabs.engine.onednn;

import cnnlabs.engine.onednn.NetworkPlan.Named;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Changes a sequence of nodes into one that computes the same in less time. */
final class NodeFusion {

  private NodeFusion() {}

  static List<Named> apply(List<Named> nodes, Purpose purpose) {
    List<Named> result = new ArrayList<>(nodes);
    if (purpose != Purpose.TRAINING) {
      result.removeIf(named -> named.node() instanceof DropoutNode);
    }
    poolFirst(result);
    fuseActivations(result, purpose.backward());
    return result;
  }

  /**
   * A function that never falls can be applied after the maximum as well as before it: the maximum
   * of the values is the value of the maximum. With 2x2 windows that is a quarter of the work.
   *
   * <p>Gradients go to the same elements, except where the function gives two different inputs the
   * same output: then either ReLU's gradient is zero, or the inputs are as close as rounding.
   */
  private static void poolFirst(List<Named> nodes) {
    for (int i = 0; i + 1 < nodes.size(); i++) {
      if (nodes.get(i).node() instanceof ActivationNode activate
          && activate.function().monotone()
          && nodes.get(i + 1).node() instanceof PoolingNode pooling
          && pooling.kind() == PoolingNode.Kind.MAXIMUM) {
        Collections.swap(nodes, i, i + 1);
      }
    }
  }

  /**
   * A function is applied where its input is computed, while that is still in the processor's
   * registers. The input is then not stored, so a backward pass must do without it.
   */
  private static void fuseActivations(List<Named> nodes, boolean backward) {
    for (int i = 0; i + 1 < nodes.size(); i++) {
      if (!(nodes.get(i + 1).node() instanceof ActivationNode activate)
          || (backward && !activate.function().derivedFromOutput())) {
        continue;
      }
      if (nodes.get(i).node() instanceof ConvolutionNode convolution
          && convolution.activation() == null) {
        nodes.set(i, nodes.get(i).with(convolution.with(activate.function())));
        nodes.remove(i + 1);
      } else if (nodes.get(i).node() instanceof DenseNode dense && dense.activation() == null) {
        nodes.set(i, nodes.get(i).with(dense.with(activate.function())));
        nodes.remove(i + 1);
      }
    }
  }
}
