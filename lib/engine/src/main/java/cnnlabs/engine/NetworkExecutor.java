package cnnlabs.engine;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Executes one network, a batch at a time: training steps, inference and gradients.
 *
 * <p>Parameters, batch normalization statistics and updater state stay in the network's own arrays,
 * so that it can be saved, loaded and evaluated by Deeplearning4j at any time between two calls. An
 * executor belongs to one thread.
 */
public interface NetworkExecutor extends AutoCloseable {

  /** The {@link #path()} of a compiled network. */
  String COMPILED = "compiled";

  /** The {@link #path()} of a network that Deeplearning4j's layers execute. */
  String LAYERS = "layers";

  /**
   * Trains on one batch: forward in training mode, loss, backward, update.
   *
   * @param features {@code [N, C, H, W]}, float, in C order
   * @param labels the N true classes
   * @param dropoutSeed decides every random choice of this step
   * @return loss and correct predictions of the batch before its update
   */
  StepResult train(INDArray features, int[] labels, long dropoutSeed);

  /**
   * The network's outputs in inference mode: probabilities behind a softmax, else scores.
   *
   * @param features {@code [N, C, H, W]}, float, in C order
   * @return {@code [N, classes]}, valid until the next call
   */
  INDArray output(INDArray features);

  /**
   * The gradient of the batch's mean data loss, without any penalty, at the network's parameters,
   * which stay as they are. As in training, batch normalization uses the batch's own statistics;
   * dropout is off.
   *
   * @param features {@code [N, C, H, W]}, float, in C order
   * @param labels the N true classes
   * @return {@code [parameters]} in the order of {@code MultiLayerNetwork.params()}, valid until
   *     the next call
   */
  INDArray gradient(INDArray features, int[] labels);

  /**
   * The outputs of every layer in inference mode, in the order of the layers: {@code [N, C, H, W]}
   * behind a convolution or pooling, {@code [N, units]} behind a dense layer, each behind the
   * layer's activation.
   *
   * @param features {@code [N, C, H, W]}, float, in C order
   */
  List<INDArray> activations(INDArray features);

  /**
   * Runs forward and backward once and tells what each layer took. Nothing of the network changes;
   * dropout is off.
   *
   * <p>The layers run on this executor's {@link #path()}, one after the other. A compiled training
   * step, which computes an activation behind the pooling that follows it, can take less than their
   * sum. The first call for a shape of batch compiles, outside the times.
   *
   * @param features {@code [N, C, H, W]}, float, in C order
   * @param labels the N true classes
   * @return one entry a layer, in the order of the layers
   */
  List<LayerTime> layerTimes(INDArray features, int[] labels);

  /**
   * The arithmetic path, part of what a result depends on: {@link #COMPILED} or {@link #LAYERS}.
   */
  String path();

  /** Frees native memory. The network lives on. */
  @Override
  void close();
}
