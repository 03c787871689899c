package cnnlabs.engine.onednn;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A network as the compiler sees it: what each layer computes, for any batch.
 *
 * @param names what each layer is called where something is wrong with it
 * @param layers the nodes of each layer, in order
 * @param loss what training lowers
 * @param outputNodes what stands between the loss's input and the network's output
 * @param sum whether the gradient is that of the sum over the batch, not of the mean
 * @param inputMaps what a row of features is read as, where the configuration says so
 */
record NetworkPlan(
    List<String> names,
    List<List<Node>> layers,
    CompiledLoss loss,
    List<Node> outputNodes,
    boolean sum,
    @Nullable Maps inputMaps) {

  /** A node and the name of its layer. */
  record Named(String layer, Node node) {

    Named with(Node other) {
      return new Named(layer, other);
    }
  }

  /** The nodes of a layer; of the last one, with those that make its output. */
  List<Named> nodes(int layer, boolean output) {
    Stream<Node> behind =
        output && layer == layers.size() - 1 ? outputNodes.stream() : Stream.empty();
    return Stream.concat(layers.get(layer).stream(), behind)
        .map(node -> new Named(names.get(layer), node))
        .toList();
  }

  /** The nodes of all layers. */
  List<Named> nodes(boolean output) {
    return IntStream.range(0, layers.size())
        .boxed()
        .flatMap(layer -> nodes(layer, output).stream())
        .toList();
  }

  /** The shape of one example. */
  record Maps(long channels, long height, long width) {}
}
