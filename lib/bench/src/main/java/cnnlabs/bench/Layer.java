package cnnlabs.bench;

import java.util.List;
import java.util.Locale;

/** One layer of a network, in terms that every engine has. */
sealed interface Layer {

  /** The shape that it makes of its input's. */
  default Maps output(Maps input) {
    return input;
  }

  /**
   * The shapes of its trained parameters in PyTorch's order: weights {@code [outputs, inputs,
   * ...]}, then biases. Those of a normalization are not among them: they start alike everywhere.
   */
  default List<int[]> parameterShapes(Maps input) {
    return List.of();
  }

  /** The words by which the worker in Python knows it. */
  String words();

  /** A convolution of stride 1, without padding or with as much as keeps the size. */
  record Convolution(int filters, int kernelSize, boolean same, boolean bias) implements Layer {

    int padding() {
      return same ? kernelSize / 2 : 0;
    }

    @Override
    public Maps output(Maps input) {
      int lost = kernelSize - 1 - 2 * padding();
      return new Maps(filters, input.height() - lost, input.width() - lost);
    }

    @Override
    public List<int[]> parameterShapes(Maps input) {
      int[] weights = {filters, input.channels(), kernelSize, kernelSize};
      return bias ? List.of(weights, new int[] {filters}) : List.of(weights);
    }

    @Override
    public String words() {
      return "convolution %d %d %d %d".formatted(filters, kernelSize, padding(), bias ? 1 : 0);
    }
  }

  /** Max pooling over 2 x 2 pixels with stride 2. */
  record MaxPooling() implements Layer {

    @Override
    public Maps output(Maps input) {
      return new Maps(input.channels(), input.height() / 2, input.width() / 2);
    }

    @Override
    public String words() {
      return "max-pooling";
    }
  }

  /** Average pooling over 2 x 2 pixels with stride 1, which takes one pixel off each side. */
  record AveragePooling() implements Layer {

    @Override
    public Maps output(Maps input) {
      return new Maps(input.channels(), input.height() - 1, input.width() - 1);
    }

    @Override
    public String words() {
      return "average-pooling";
    }
  }

  /** A fully connected layer. */
  record Dense(int units) implements Layer {

    @Override
    public Maps output(Maps input) {
      return new Maps(units, 1, 1);
    }

    @Override
    public List<int[]> parameterShapes(Maps input) {
      return List.of(new int[] {units, input.volume()}, new int[] {units});
    }

    @Override
    public String words() {
      return "dense " + units;
    }
  }

  /** Batch normalization of maps, with Deeplearning4j's and PyTorch's common defaults. */
  record Normalization() implements Layer {

    static final float EPSILON = 1e-5f;

    /** The part of the running statistics that a step keeps; PyTorch's momentum is the rest. */
    static final float DECAY = 0.9f;

    @Override
    public String words() {
      return "normalization %s %s".formatted(EPSILON, 1 - DECAY);
    }
  }

  /** Dropout of single values. */
  record Dropout(float rate) implements Layer {

    @Override
    public String words() {
      return "dropout " + rate;
    }
  }

  /** An activation function. */
  enum Activation implements Layer {
    RELU,
    SIGMOID,
    TANH;

    @Override
    public String words() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
