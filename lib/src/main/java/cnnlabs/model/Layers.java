package cnnlabs.model;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
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
    return convolution(name, filters, kernelSize, false, activation);
  }

  /** As {@link #conv}, its input padded with zeros so that height and width stay. */
  public static Layer paddedConv(String name, int filters, int kernelSize, Activation activation) {
    return convolution(name, filters, kernelSize, true, activation);
  }

  static Layer convolution(
      String name, int filters, int kernelSize, boolean padded, Activation activation) {
    positive("kernelSize", kernelSize);
    return new ConvolutionLayer.Builder(kernelSize, kernelSize)
        .name(name)
        .nOut(positive("filters", filters))
        .convolutionMode(padded ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .activation(activation.nd4j())
        .build();
  }

  /** Max pooling over 2 x 2 pixels with stride 2: height and width are halved, rounded down. */
  public static Layer maxPool(String name) {
    return pool(name, PoolingType.MAX, 2);
  }

  /** Average pooling over 2 x 2 pixels: stride 2 halves height and width, 1 takes a pixel off. */
  public static Layer averagePool(String name, int stride) {
    return pool(name, PoolingType.AVG, positive("stride", stride));
  }

  private static Layer pool(String name, PoolingType type, int stride) {
    return new SubsamplingLayer.Builder(type, new int[] {2, 2}, new int[] {stride, stride})
        .name(name)
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }

  /** A fully connected layer of at least 1 unit. */
  public static Layer dense(String name, int units, Activation activation) {
    return new DenseLayer.Builder()
        .name(name)
        .nOut(positive("units", units))
        .activation(activation.nd4j())
        .build();
  }

  /**
   * Normalizes each map over the batch to mean 0 and variance 1, and then scales and shifts it as
   * learned. Inference uses a running mean and variance instead, a tenth of which each training
   * batch replaces. No activation is part of it: Deeplearning4j would ignore it.
   *
   * <p>Ioffe, Szegedy: Batch normalization (2015).
   */
  public static Layer batchNormalization(String name) {
    return new BatchNormalization.Builder().name(name).build();
  }

  /** An activation as a layer of its own, for where it does not directly follow a convolution. */
  public static Layer activation(String name, Activation activation) {
    return new ActivationLayer.Builder().name(name).activation(activation.nd4j()).build();
  }

  /**
   * Sets a random part of the values to 0 while the network trains, and scales the others up.
   *
   * <p>Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov: Dropout (2014).
   *
   * @param dropoutRate the fraction that is dropped, in [0, 1)
   */
  public static Layer dropout(String name, double dropoutRate) {
    return new DropoutLayer.Builder(1 - rate(dropoutRate)).name(name).build(); // what is kept
  }

  /**
   * Sets random whole maps to 0 while the network trains, and scales the others up: PyTorch's
   * {@code Dropout2d}. A network with it trains layer by layer, and is not compiled.
   *
   * <p>Tompson, Goroshin, Jain, LeCun, Bregler: Efficient object localization using convolutional
   * networks (2015).
   *
   * @param dropoutRate the fraction of the maps that is dropped, in [0, 1)
   */
  public static Layer spatialDropout(String name, double dropoutRate) {
    return new DropoutLayer.Builder(new SpatialDropout(1 - rate(dropoutRate))).name(name).build();
  }

  static double rate(double dropoutRate) {
    if (!(dropoutRate >= 0 && dropoutRate < 1)) {
      throw new IllegalArgumentException("dropoutRate must be in [0, 1), but is " + dropoutRate);
    }
    return dropoutRate;
  }

  /** The logits, one per class, and what the loss needs after them. */
  static List<Layer> output(int classes, Loss loss) {
    var activation = loss.outputActivation().nd4j();
    if (loss == Loss.DOUBLED_SOFTMAX) {
      LossLayer softmax =
          new LossLayer.Builder(loss.function()).name("softmax").activation(activation).build();
      softmax.setNOut(classes); // Else Deeplearning4j takes its output for empty.
      return List.of(dense("output", classes, Activation.SOFTMAX), softmax);
    }
    var output = new OutputLayer.Builder(loss.function()).name("output");
    return List.of(output.nOut(classes).activation(activation).build());
  }

  static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
    }
    return value;
  }
}
