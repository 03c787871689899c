package cnnlabs.evaluate;

import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The kernels of a convolution: {@code [filters, channels, H, W]} weights. */
public final class Kernels {

  private final String layer;
  private final long[] shape;
  private final float[] weights;

  private Kernels(String layer, long[] shape, float[] weights) {
    this.layer = layer;
    this.shape = shape;
    this.weights = weights;
  }

  /**
   * Copies a layer's kernels.
   *
   * @param layer the name of a convolution, such as {@code conv1}
   * @throws IllegalArgumentException if there is no such layer, or it is no convolution
   */
  public static Kernels of(MultiLayerNetwork network, String layer) {
    var executed = network.getLayer(LayerOutputs.index(network, layer));
    if (!(executed.conf().getLayer() instanceof ConvolutionLayer)) {
      throw new IllegalArgumentException(
          "Layer '%s' is no convolution, and has no kernels.".formatted(layer));
    }
    INDArray weights = executed.getParam(ConvolutionParamInitializer.WEIGHT_KEY);
    return new Kernels(layer, weights.shape().clone(), LayerOutputs.values(weights));
  }

  /** The layer's name. */
  public String layer() {
    return layer;
  }

  public int filters() {
    return (int) shape[0];
  }

  /** The channels of the layer's input: 1 or 3 where it is the image. */
  public int channels() {
    return (int) shape[1];
  }

  public int height() {
    return (int) shape[2];
  }

  public int width() {
    return (int) shape[3];
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
