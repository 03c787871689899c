package cnnlabs.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The kernels of a convolution.
 *
 * @param layer the layer's name
 * @param channels of the layer's input: 1 or 3 where it is the image
 * @param weights {@code [filters * channels * height * width]}, in C order
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares kernels.
public record Kernels(
    String layer, int filters, int channels, int height, int width, float[] weights) {

  /**
   * Copies a layer's kernels.
   *
   * @param layer the name of a convolution, such as {@code conv1}
   * @throws IllegalArgumentException if there is no such layer, or it is no convolution
   */
  public static Kernels of(MultiLayerNetwork network, String layer) {
    var executed = network.getLayer(LayerOutputs.index(network, layer));
    checkArgument(
        executed.conf().getLayer() instanceof ConvolutionLayer,
        "Layer '%s' is no convolution, and has no kernels.",
        layer);
    INDArray weights = executed.getParam(ConvolutionParamInitializer.WEIGHT_KEY);
    int[] shape = Ints.toArray(Longs.asList(weights.shape()));
    return new Kernels(layer, shape[0], shape[1], shape[2], shape[3], LayerOutputs.values(weights));
  }

  /** The weight of one filter for one pixel of one channel. */
  public float weight(int filter, int channel, int row, int column) {
    return weights[((filter * channels() + channel) * height() + row) * width() + column];
  }

  /** The greatest absolute weight of one filter. */
  public float greatest(int filter) {
    int volume = channels() * height() * width();
    float greatest = 0;
    for (int i = filter * volume; i < (filter + 1) * volume; i++) {
      greatest = Math.max(greatest, Math.abs(weights[i]));
    }
    return greatest;
  }

  /** One line: how many kernels of what size. */
  @Override
  public String toString() {
    return "%d kernels %d x %d x %d of %s"
        .formatted(filters(), channels(), height(), width(), layer);
  }
}
