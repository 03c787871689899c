package cnnlabs.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as the compiler sees it: what each layer computes, for any batch.
 *
 * @param layers the nodes of each layer, in order
 * @param loss what training lowers
 * @param outputNodes what stands between the loss's input and the network's output
 * @param sum whether the gradient is that of the sum over the batch, not of the mean
 * @param inputMaps what a row of features is read as, where the configuration says so
 */
record NetworkPlan(
    List<List<Node>> layers,
    Loss loss,
    List<Node> outputNodes,
    boolean sum,
    @Nullable Maps inputMaps) {

  /** The shape of one example. */
  record Maps(long channels, long height, long width) {}
}
