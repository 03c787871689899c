package cnnlabs.model;

import cnnlabs.data.ImageShape;
import com.google.common.base.Joiner;
import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What a network is made of and what it costs, layer by layer, for one image.
 *
 * @param rows the layers in order, the output last
 */
public record ModelSummary(List<Row> rows) {

  /**
   * One layer.
   *
   * @param name the layer's name, such as {@code conv1}
   * @param description its kind and settings, such as {@code convolution 5x5, tanh}
   * @param outputShape {@code [C, H, W]} of its maps or {@code [units]}
   * @param parameters weights and biases that are trained
   * @param multiplyAdds multiplications of a weight by an activation in one forward pass
   */
  public record Row(
      String name, String description, List<Long> outputShape, long parameters, long multiplyAdds) {

    public Row {
      outputShape = List.copyOf(outputShape);
    }

    /** The output's shape as a table shows it: {@code 6 x 28 x 28}. */
    public String shapeText() {
      return Joiner.on(" x ").join(outputShape);
    }

    /** Values that the layer puts out for one image. */
    public long activations() {
      return outputShape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Bytes of these values as floats, which training keeps for the backward pass. */
    public long activationBytes() {
      return Float.BYTES * activations();
    }
  }

  public ModelSummary {
    rows = List.copyOf(rows);
  }

  /**
   * The summary of an architecture, its output layer with cross-entropy included.
   *
   * @param input the shape of one image
   * @param classes units of the output
   * @throws IllegalArgumentException if the layers do not fit the images
   */
  public static ModelSummary of(Architecture architecture, ImageShape input, int classes) {
    return of(
        Networks.configuration(architecture, input, classes, Loss.CROSS_ENTROPY, new Sgd(), 0, 0),
        input);
  }

  /** The summary of a configuration for images of this shape. */
  public static ModelSummary of(MultiLayerConfiguration configuration, ImageShape input) {
    var inputType = InputType.convolutional(input.height(), input.width(), input.channels());
    List<InputType> outputs = configuration.getLayerActivationTypes(inputType);
    var rows = new ArrayList<Row>();
    for (int index = 0; index < outputs.size(); index++) {
      var conf = configuration.getConf(index);
      Layer layer = conf.getLayer();
      List<Long> shape = Longs.asList(outputs.get(index).getShape());
      rows.add(
          new Row(
              layer.getLayerName(),
              describe(layer),
              shape,
              layer.initializer().numParams(conf),
              multiplyAdds(layer, shape)));
    }
    return new ModelSummary(rows);
  }

  /** The number of weights and biases. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** Multiplications of a weight by an activation in the forward pass of one image. */
  public long multiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }

  /** Bytes of all layers' values as floats for one image. */
  public long activationBytes() {
    return rows.stream().mapToLong(Row::activationBytes).sum();
  }

  private static long multiplyAdds(Layer layer, List<Long> outputShape) {
    if (layer instanceof ConvolutionLayer conv) {
      long positions = outputShape.get(1) * outputShape.get(2);
      int[] kernel = conv.getKernelSize();
      return positions * conv.getNOut() * conv.getNIn() * kernel[0] * kernel[1];
    }
    return layer instanceof DenseLayer || layer instanceof OutputLayer
        ? ((FeedForwardLayer) layer).getNIn() * outputShape.get(0)
        : 0;
  }

  private static String describe(Layer layer) {
    if (layer instanceof SubsamplingLayer pool) {
      String type = pool.getPoolingType().toString().toLowerCase(Locale.ROOT);
      String size = square(pool.getKernelSize());
      return "%s pooling %s, stride %d".formatted(type, size, pool.getStride()[0]);
    }
    if (layer instanceof ConvolutionLayer conv) {
      String padding = conv.getConvolutionMode() == ConvolutionMode.Same ? ", padded" : "";
      // An activation that follows later is named there.
      boolean identity = conv.getActivationFn() instanceof ActivationIdentity;
      String activation = identity ? "" : ", " + conv.getActivationFn();
      return "convolution " + square(conv.getKernelSize()) + padding + activation;
    }
    if (layer instanceof DenseLayer || layer instanceof OutputLayer) {
      return "dense, " + ((BaseLayer) layer).getActivationFn();
    }
    if (layer instanceof ActivationLayer activation) {
      return "activation, %s".formatted(activation.getActivationFn());
    }
    if (layer instanceof LossLayer loss) {
      return "loss, %s".formatted(loss.getActivationFn());
    }
    if (layer instanceof BatchNormalization) {
      return "batch normalization";
    }
    if (layer instanceof DropoutLayer dropout) {
      return dropout.getIDropout() instanceof SpatialDropout ? "spatial dropout" : "dropout";
    }
    return layer.getClass().getSimpleName();
  }

  private static String square(int[] size) {
    return size[0] + "x" + size[1];
  }

  /** One line: the sums over all layers. */
  @Override
  public String toString() {
    return "%d layers, %,d parameters, %,d multiply-adds"
        .formatted(rows.size(), parameters(), multiplyAdds());
  }
}
