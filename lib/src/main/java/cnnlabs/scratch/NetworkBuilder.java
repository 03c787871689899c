package cnnlabs.scratch;

import cnnlabs.data.ImageShape;
import cnnlabs.data.RandomStream;
import cnnlabs.data.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Puts a network together layer by layer, and draws its first weights.
 *
 * <p>Weights are uniform in +-gain/sqrt(inputs), where inputs is how many values a unit sees: D, or
 * C K K in a convolution. Biases start at 0. The numbers are a function of the seed and of the
 * layer's place.
 */
public final class NetworkBuilder {

  private final String name;
  private final long seed;
  private final List<Layer> layers = new ArrayList<>();
  private ImageShape shape;
  private boolean flat;
  private double gain = 1;
  private DataType dataType = DataType.FLOAT;

  /**
   * Begins a network.
   *
   * @param name for captions
   * @param input the shape of an image
   * @param seed decides its first weights
   */
  public NetworkBuilder(String name, ImageShape input, long seed) {
    this.name = name;
    this.shape = input;
    this.seed = seed;
  }

  /** The type of all arrays; float unless said. To be called before the first layer. */
  public NetworkBuilder withDataType(DataType type) {
    dataType = type;
    return this;
  }

  /**
   * How far weights reach at the start: 1 unless said. The square root of 3 keeps the variance of a
   * linear unit's inputs (LeCun and others, "Efficient BackProp", 1998), that of 6 is for units
   * that are off half of the time (He and others, 2015). To be called before the first layer.
   *
   * @param value above 0
   */
  public NetworkBuilder withGain(double value) {
    gain = value;
    return this;
  }

  /**
   * A convolution of stride 1 without padding.
   *
   * @throws IllegalArgumentException if the kernel does not fit into what comes in
   */
  public NetworkBuilder convolution(String layer, int filters, int kernelSize) {
    if (kernelSize > shape.height() || kernelSize > shape.width()) {
      throw new IllegalArgumentException(
          "%s of '%s': a kernel of %d x %d does not fit into maps of %s. Take larger images."
              .formatted(layer, name, kernelSize, kernelSize, shape));
    }
    int inputs = shape.channels() * kernelSize * kernelSize;
    INDArray weights = weights(inputs, filters, shape.channels(), kernelSize, kernelSize);
    layers.add(new Convolution(layer, weights, Nd4j.zeros(dataType, filters)));
    shape =
        new ImageShape(filters, shape.height() - kernelSize + 1, shape.width() - kernelSize + 1);
    return this;
  }

  /**
   * Max pooling of 2 x 2 windows, stride 2.
   *
   * @throws IllegalArgumentException if what comes in is smaller than a window
   */
  public NetworkBuilder maxPool(String layer) {
    if (shape.height() < 2 || shape.width() < 2) {
      throw new IllegalArgumentException(
          "%s of '%s': maps of %s cannot be pooled. Take larger images."
              .formatted(layer, name, shape));
    }
    layers.add(new MaxPool());
    shape = new ImageShape(shape.channels(), shape.height() / 2, shape.width() / 2);
    return this;
  }

  /** A dense layer on all values of what comes in. */
  public NetworkBuilder dense(String layer, int units) {
    if (!flat) {
      layers.add(new Flatten());
      flat = true;
    }
    INDArray weights = weights(shape.volume(), shape.volume(), units);
    layers.add(new Dense(layer, weights, Nd4j.zeros(dataType, units)));
    shape = new ImageShape(units, 1, 1);
    return this;
  }

  /** An activation, such as {@code Sigmoid::new} or {@code Silu::new}. */
  public NetworkBuilder activation(Supplier<Layer> activation) {
    layers.add(activation.get());
    return this;
  }

  /** The network; its last layer puts out the logits. */
  public ScratchNetwork build() {
    return new ScratchNetwork(name, layers, dataType);
  }

  private INDArray weights(int inputs, long... arrayShape) {
    SplittableRandom random = RandomStream.of(seed, Purpose.START, 0, layers.size());
    return Parameter.uniform(random, gain / Math.sqrt(inputs), arrayShape).castTo(dataType);
  }
}
