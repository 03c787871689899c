package cnnlabs.engine.onednn;

import java.nio.FloatBuffer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network's own flat arrays of parameters and gradients, on which programs work in place. As
 * long as this object lives, so does their memory.
 */
final class NetworkArrays {

  private final INDArray parameters;
  private final INDArray gradients;
  private final long parametersStart;
  private final long gradientsStart;

  NetworkArrays(MultiLayerNetwork network) {
    if (network.getFlattenedGradients() == null) {
      network.initGradientsView();
    }
    parameters = network.params();
    gradients = network.getFlattenedGradients();
    parametersStart = start(parameters);
    gradientsStart = start(gradients);
  }

  private static long start(INDArray array) {
    return array.data().addressPointer().address();
  }

  /**
   * Makes sure that the network still has the arrays that the programs were compiled for.
   *
   * @throws IllegalStateException if it was closed or given other arrays
   */
  void check(MultiLayerNetwork network) {
    if (parameters.wasClosed() || network.getFlattenedGradients() != gradients) {
      throw new IllegalStateException(
          "The network was closed or initialized anew after it was compiled.");
    }
  }

  long parameterAddress(long offset) {
    return parametersStart + offset * Float.BYTES;
  }

  long gradientAddress(long offset) {
    return gradientsStart + offset * Float.BYTES;
  }

  FloatBuffer parameters() {
    return floats(parameters);
  }

  FloatBuffer gradients() {
    return floats(gradients);
  }

  INDArray gradientArray() {
    return gradients.reshape(gradients.length());
  }

  /** An array's memory as a buffer. The array must outlive it. */
  static FloatBuffer floats(INDArray array) {
    DataBuffer data = array.data();
    return new Address(data.addressPointer().address()).floats(array.length());
  }
}
