package cnnlabs.engine;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Compiles networks for the processor. {@link Engine} finds the one on the class path as a service,
 * as ND4J finds its back ends: so it knows nothing of how a network is compiled.
 */
public interface NetworkCompiler {

  /**
   * Compiles a network's training step.
   *
   * @param network initialized, with float parameters on the processor
   * @param smoothing of the labels that the loss is measured against
   * @param batchShape {@code [N, C, H, W]} of the batches to come, so that whatever cannot be
   *     compiled is known before the first; without one nothing is compiled until it is needed
   * @throws UnsupportedNetworkException if the network has something that is not computed exactly
   *     as Deeplearning4j does; nothing of it has changed then
   */
  NetworkExecutor compile(MultiLayerNetwork network, LabelSmoothing smoothing, long... batchShape);

  /**
   * Reads whether such a network can be compiled, before it is made.
   *
   * @param configuration as {@code build()} gives it: with all sizes
   * @throws UnsupportedNetworkException as for the network itself
   */
  void check(MultiLayerConfiguration configuration, LabelSmoothing smoothing);

  /**
   * The instructions that compiled networks compute with, such as {@code AVX2}; empty where they
   * are not known.
   */
  String instructionSet();
}
