package cnnlabs.engine.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How far two arrays of a network's parameters or gradients are apart. */
final class Difference {

  /** An array whose norm is under this share of the whole is measured against this share. */
  private static final double NEGLIGIBLE = 5e-2;

  private Difference() {}

  /** The place of each array of parameters in the network's flat array: {@code 0_W} and so on. */
  static Map<String, int[]> places(MultiLayerNetwork network) {
    Map<String, int[]> places = new LinkedHashMap<>();
    int offset = 0;
    for (Map.Entry<String, INDArray> array : network.paramTable().entrySet()) {
      int end = offset + Math.toIntExact(array.getValue().length());
      places.put(array.getKey(), new int[] {offset, end});
      offset = end;
    }
    return places;
  }

  /**
   * The greatest of the arrays' relative errors, each the norm of the difference over the norm of
   * what was expected. Running statistics have no gradient and are left out.
   */
  static double relative(MultiLayerNetwork network, double[] actual, double[] expected) {
    double whole = norm(expected, 0, expected.length);
    double greatest = 0;
    for (Map.Entry<String, int[]> place : places(network).entrySet()) {
      if (isStatistic(place.getKey())) {
        continue;
      }
      int start = place.getValue()[0];
      int end = place.getValue()[1];
      double[] difference = new double[expected.length];
      for (int i = start; i < end; i++) {
        difference[i] = actual[i] - expected[i];
      }
      double scale = Math.max(norm(expected, start, end), NEGLIGIBLE * whole);
      scale = Math.max(scale, Double.MIN_NORMAL); // Where all is dead, zero must be zero.
      greatest = Math.max(greatest, norm(difference, start, end) / scale);
    }
    return greatest;
  }

  /** The relative error of a step that both took from the same parameters. */
  static double relativeChange(
      MultiLayerNetwork actual, MultiLayerNetwork expected, INDArray before) {
    return relative(actual, change(actual, before), change(expected, before));
  }

  static double[] change(MultiLayerNetwork network, INDArray before) {
    return network.params().sub(before).data().asDouble();
  }

  /** The relative error of the optimizer's state, if it has one. */
  static double relativeState(MultiLayerNetwork actual, MultiLayerNetwork expected) {
    @Nullable INDArray state = expected.getUpdater().getStateViewArray();
    if (state == null) {
      return 0;
    }
    INDArray difference = actual.getUpdater().getStateViewArray().sub(state);
    return difference.norm2Number().doubleValue() / state.norm2Number().doubleValue();
  }

  static boolean isStatistic(String key) {
    return key.endsWith("_mean") || key.endsWith("_var") || key.endsWith("_log10stdev");
  }

  static double norm(double[] values, int start, int end) {
    double squares = 0;
    for (int i = start; i < end; i++) {
      squares += values[i] * values[i];
    }
    return Math.sqrt(squares);
  }

  /** The greatest absolute difference of two arrays of one shape. */
  static double absolute(INDArray one, INDArray other) {
    return one.sub(other).amaxNumber().doubleValue();
  }
}
