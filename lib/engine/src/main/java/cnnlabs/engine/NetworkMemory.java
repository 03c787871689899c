package cnnlabs.engine;

import static java.util.Comparator.comparingDouble;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/**
 * The memory that training a network takes at least, counted before any of it is allocated.
 *
 * @param layers what each takes
 * @param images of a batch; 0 where outputs are not counted
 */
record NetworkMemory(List<Part> layers, long images) {

  /** Of two gigabytes, as Java's views of native memory have them. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE / Float.BYTES;

  /**
   * A layer's numbers of values. As doubles, which do not overflow.
   *
   * @param state of the optimizer
   * @param outputs of a whole batch
   */
  record Part(String name, double parameters, double state, double outputs) {

    /** The gradients are as many as the parameters. */
    double values() {
      return 2 * parameters + state + outputs;
    }
  }

  /**
   * Counts.
   *
   * @param batchShape {@code [N, C, H, W]} or {@code [N, inputs]}; empty where outputs are not
   *     counted
   */
  static NetworkMemory of(MultiLayerConfiguration configuration, long... batchShape) {
    long images = batchShape.length == 0 ? 0 : batchShape[0];
    List<InputType> outputs =
        images == 0 ? List.of() : configuration.getLayerActivationTypes(input(batchShape));
    var layers = new ArrayList<Part>();
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      double each = images == 0 ? 0 : (double) outputs.get(i).arrayElementsPerExample();
      layers.add(part(configuration.getConf(i), each * images));
    }
    return new NetworkMemory(layers, images);
  }

  private static InputType input(long[] batchShape) {
    return batchShape.length == 4
        ? InputType.convolutional(batchShape[2], batchShape[3], batchShape[1])
        : InputType.feedForward(batchShape[1]);
  }

  private static Part part(NeuralNetConfiguration layer, double outputs) {
    long parameters = layer.getLayer().initializer().numParams(layer);
    long state =
        layer.getLayer() instanceof BaseLayer base && base.getIUpdater() != null
            ? base.getIUpdater().stateSize(parameters)
            : 0;
    return new Part(layer.getLayer().getLayerName(), (double) parameters, (double) state, outputs);
  }

  /**
   * Makes sure that it is there.
   *
   * @param available in bytes
   * @throws IllegalArgumentException if it is not
   */
  void require(long available) {
    requireArrays();
    double needed = bytes();
    if (needed + AvailableMemory.MARGIN > available) {
      Part largest = Collections.max(layers, comparingDouble(Part::values));
      throw new IllegalArgumentException(
          ("The network takes %s of memory, and %s are available: %s for its %,.0f parameters, their gradients and the"
                  + " optimizer's state%s. Layer '%s' takes most, %s. %s")
              .formatted(
                  text(needed),
                  AvailableMemory.text(available),
                  text(Float.BYTES * sum(part -> part.values() - part.outputs)),
                  sum(Part::parameters),
                  images == 0
                      ? ""
                      : ", %s for the outputs of its layers for a batch of %,d"
                          .formatted(text(Float.BYTES * sum(Part::outputs)), images),
                  largest.name,
                  text(Float.BYTES * largest.values()),
                  advice(largest)));
    }
  }

  private static String advice(Part largest) {
    return largest.outputs > largest.values() / 2
        ? "Choose a smaller batch, give it fewer filters or units, or pool before it."
        : "Give it fewer filters or units, or pool before it.";
  }

  /** Optimizer and file know a place in an array by an int, or its bytes by one. */
  private void requireArrays() {
    double largest = Math.max(sum(Part::parameters), sum(Part::state));
    if (largest > LARGEST_ARRAY) {
      Part part = Collections.max(layers, comparingDouble(Part::parameters));
      throw new IllegalArgumentException(
          ("The network has %,.0f parameters and %,.0f values of optimizer state, and at most %,d of either can be"
                  + " trained. Layer '%s' has most, %,.0f parameters: give it fewer filters or units, or pool before"
                  + " it.")
              .formatted(
                  sum(Part::parameters),
                  sum(Part::state),
                  LARGEST_ARRAY,
                  part.name,
                  part.parameters));
    }
  }

  /**
   * With the largest layer's parameters once more, which are drawn before they are put in place.
   */
  double bytes() {
    double drawn = Collections.max(layers, comparingDouble(Part::parameters)).parameters;
    return Float.BYTES * (sum(Part::values) + drawn);
  }

  private double sum(ToDoubleFunction<Part> values) {
    return layers.stream().mapToDouble(values).sum();
  }

  private static String text(double bytes) {
    return bytes < Long.MAX_VALUE
        ? AvailableMemory.text((long) bytes)
        : String.format(Locale.ROOT, "%.0e GB", bytes / (1L << 30));
  }
}
