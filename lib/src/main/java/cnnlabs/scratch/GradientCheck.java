package cnnlabs.scratch;

import cnnlabs.data.RandomStream;
import cnnlabs.data.RandomStream.Purpose;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients as they were derived, against gradients as they are: central finite differences in
 * double precision, (L(v + h) - L(v - h)) / 2h for single values v.
 *
 * @param rows one row an array
 */
public record GradientCheck(List<Row> rows) {

  /** The greatest relative error of a gradient that is right. */
  public static final double TOLERANCE = 1e-6;

  /** Small enough that the error of h^2 vanishes, large enough that rounding does. */
  private static final double STEP = 1e-5;

  private static final int MOST_VALUES = 200;

  /**
   * One array.
   *
   * @param name by what the loss is derived, such as {@code conv1 weights}
   * @param relativeError ||a - n|| / (||a|| + ||n||) of the derived gradient a and the numerical
   *     one n: 0 is the same, 1 is unrelated
   */
  public record Row(String name, double relativeError) {}

  /** Makes the rows unchangeable. */
  public GradientCheck {
    rows = List.copyOf(rows);
  }

  /** The greatest relative error of all arrays. */
  public double worst() {
    return rows.stream().mapToDouble(Row::relativeError).max().orElse(0);
  }

  /** Whether the greatest relative error is at most {@link #TOLERANCE}. */
  public boolean passes() {
    return worst() <= TOLERANCE;
  }

  /**
   * Checks one layer, by its input and by its parameters. The loss is a sum of the outputs, each
   * with a random weight.
   *
   * @param layer with parameters in double precision
   * @param input a batch in double precision
   * @param seed decides the random weights, and which values are moved where an array has many
   * @throws IllegalArgumentException if an array is not in double precision
   */
  public static GradientCheck of(Layer layer, INDArray input, long seed) {
    SplittableRandom random = RandomStream.of(seed, Purpose.START, 0, 0);
    INDArray moved = input.dup('c');
    INDArray output = layer.forward(moved);
    INDArray weights = Parameter.uniform(random, 1, output.shape());
    DoubleSupplier loss = () -> layer.forward(moved).mul(weights).sumNumber().doubleValue();
    String name = layer.getClass().getSimpleName() + " input";
    Parameter byInput = new Parameter(name, moved, layer.backward(weights).dup('c'));
    return of(Stream.concat(Stream.of(byInput), layer.parameters().stream()), loss, random);
  }

  /**
   * Checks a whole network by its parameters, with its own loss.
   *
   * @param images {@code [N, C, H, W]} in double precision
   * @param labels the N classes
   * @param seed decides which values are moved where an array has many
   * @throws IllegalArgumentException if an array is not in double precision
   */
  public static GradientCheck of(ScratchNetwork network, INDArray images, int[] labels, long seed) {
    SplittableRandom random = RandomStream.of(seed, Purpose.START, 0, 0);
    DoubleSupplier loss = () -> SoftmaxCrossEntropy.of(network.forward(images), labels).loss();
    network.backward(SoftmaxCrossEntropy.of(network.forward(images), labels).gradient());
    return of(network.parameters().stream(), loss, random);
  }

  private static GradientCheck of(
      Stream<Parameter> arrays, DoubleSupplier loss, SplittableRandom random) {
    return new GradientCheck(arrays.map(array -> row(array, loss, random)).toList());
  }

  private static Row row(Parameter parameter, DoubleSupplier loss, SplittableRandom random) {
    INDArray array = parameter.value();
    if (array.dataType() != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "%s is of type %s: finite differences need DOUBLE."
              .formatted(parameter.name(), array.dataType()));
    }
    int[] order = RandomStream.permutation((int) array.length(), random);
    int values = Math.min(MOST_VALUES, order.length);
    double difference = 0;
    double derivedNorm = 0;
    double numericalNorm = 0;
    for (int k = 0; k < values; k++) {
      double numerical = slope(array, order[k], loss);
      double own = parameter.gradient().getDouble(order[k]);
      difference += (own - numerical) * (own - numerical);
      derivedNorm += own * own;
      numericalNorm += numerical * numerical;
    }
    double norms = Math.sqrt(derivedNorm) + Math.sqrt(numericalNorm);
    return new Row(parameter.name(), norms == 0 ? 0 : Math.sqrt(difference) / norms);
  }

  /** How fast the loss grows with one value of an array. */
  private static double slope(INDArray array, int index, DoubleSupplier loss) {
    double value = array.getDouble(index);
    array.putScalar(index, value + STEP);
    double above = loss.getAsDouble();
    array.putScalar(index, value - STEP);
    double below = loss.getAsDouble();
    array.putScalar(index, value);
    return (above - below) / (2 * STEP);
  }
}
