package cnnlabs.scratch;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array that is learned, and the gradient of the loss by it.
 *
 * @param name such as {@code conv1 weights}
 * @param value what the layer computes with; changed in place by each step
 * @param gradient of the loss by each value, in the same shape; overwritten by each backward pass
 */
public record Parameter(String name, INDArray value, INDArray gradient) {

  /** A parameter whose gradient is not known yet: zeros. */
  static Parameter of(String name, INDArray value) {
    return new Parameter(name, value, Nd4j.zeros(value.dataType(), value.shape()));
  }

  /** Random numbers in double precision, uniform in +-bound. */
  static INDArray uniform(SplittableRandom random, double bound, long... shape) {
    double[] values = new double[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> bound * (2 * random.nextDouble() - 1));
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  /** How many numbers it has. */
  public long size() {
    return value.length();
  }

  /** One line: name and shape. */
  @Override
  public String toString() {
    return "%s %s".formatted(name, Arrays.toString(value.shape()));
  }
}
