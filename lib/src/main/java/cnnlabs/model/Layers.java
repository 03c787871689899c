package cnnlabs.model;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;

/**
 * Deeplearning4j's layers in the field's terms.
 *
 * <p>Sizes of inputs are never given: Deeplearning4j infers them from the layer before.
 */
public final class Layers {

  private Layers() {}

  /**
   * A convolution of stride 1 without padding: an H x W map becomes H - kernelSize + 1 high.
   *
   * @param filters maps that it makes, at least 1
   * @param kernelSize height and width of the kernel in pixels, at least 1
   */
  public static Layer conv(String name, int filters, int kernelSize, Activation activation) {
    return new ConvolutionLayer.Builder(kernelSize, kernelSize)
        .name(name)
        .nOut(positive("filters", filters))
        .convolutionMode(ConvolutionMode.Truncate)
        .activation(activation.nd4j())
        .build();
  }

  /** Max pooling over 2 x 2 pixels with stride 2: height and width are halved, rounded down. */
  public static Layer maxPool(String name) {
    return pool(name, PoolingType.MAX, 2);
  }

  /**
   * Average pooling over 2 x 2 pixels.
   *
   * @param stride 2 halves height and width, 1 takes one pixel off each
   */
  public static Layer averagePool(String name, int stride) {
    return pool(name, PoolingType.AVG, positive("stride", stride));
  }

  private static Layer pool(String name, PoolingType type, int stride) {
    return new SubsamplingLayer.Builder(type, new int[] {2, 2}, new int[] {stride, stride})
        .name(name)
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  /**
   * A fully connected layer.
   *
   * @param units outputs, at least 1
   */
  public static Layer dense(String name, int units, Activation activation) {
    return new DenseLayer.Builder()
        .name(name)
        .nOut(positive("units", units))
        .activation(activation.nd4j())
        .build();
  }

  /** The logits, one a class, with what the loss needs behind them. */
  static Layer output(int classes, Loss loss) {
    return new OutputLayer.Builder(loss.function())
        .name("output")
        .nOut(classes)
        .activation(loss.outputActivation().nd4j())
        .build();
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
    return value;
  }
}
