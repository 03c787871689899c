package cnnlabs.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the weights or the biases of a layer are distributed after some epochs, in the same bins.
 *
 * @param layer the layer's name
 * @param kind weights or biases
 * @param bound the greatest absolute value in any epoch: the bins go from -bound to bound
 * @param counts by epoch, how many values lie in each bin, the lowest first
 */
public record ParameterHistogram(
    String layer, Kind kind, double bound, NavigableMap<Integer, List<Integer>> counts) {

  /** Which parameters of a layer. */
  public enum Kind {
    WEIGHTS(DefaultParamInitializer.WEIGHT_KEY),
    BIASES(DefaultParamInitializer.BIAS_KEY);

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    @Override
    public String toString() {
      return this == WEIGHTS ? "weights" : "biases";
    }
  }

  public ParameterHistogram {
    counts = Collections.unmodifiableNavigableMap(new TreeMap<>(counts));
  }

  /**
   * Counts the parameters of each layer that has such ones.
   *
   * @param networks by epoch, networks of the same layers, such as {@code run.networks()}
   * @param bins at least 1; an odd number has one around 0
   * @return one histogram a layer, in the layers' order
   * @throws IllegalArgumentException if there is no network
   */
  public static List<ParameterHistogram> of(
      NavigableMap<Integer, MultiLayerNetwork> networks, Kind kind, int bins) {
    if (networks.isEmpty()) {
      throw new IllegalArgumentException("A histogram over epochs needs a network.");
    }
    MultiLayerNetwork first = networks.firstEntry().getValue();
    var histograms = new ArrayList<ParameterHistogram>();
    for (int layer = 0; layer < first.getnLayers(); layer++) {
      if (has(first, layer, kind)) {
        histograms.add(of(networks, layer, kind, bins));
      }
    }
    return histograms;
  }

  private static ParameterHistogram of(
      NavigableMap<Integer, MultiLayerNetwork> networks, int layer, Kind kind, int bins) {
    var values = new TreeMap<Integer, float[]>();
    networks.forEach(
        (epoch, network) ->
            values.put(epoch, LayerOutputs.values(network.getLayer(layer).getParam(kind.key))));
    double bound = 0;
    for (float[] some : values.values()) {
      for (float value : some) {
        bound = Math.max(bound, Math.abs(value));
      }
    }
    var counts = new TreeMap<Integer, List<Integer>>();
    for (Map.Entry<Integer, float[]> epoch : values.entrySet()) {
      counts.put(epoch.getKey(), count(epoch.getValue(), bound, bins));
    }
    String name = LayerOutputs.names(networks.firstEntry().getValue()).get(layer);
    return new ParameterHistogram(name, kind, bound, counts);
  }

  private static boolean has(MultiLayerNetwork network, int layer, Kind kind) {
    Map<String, INDArray> parameters = network.getLayer(layer).paramTable();
    return parameters != null && parameters.containsKey(kind.key);
  }

  private static List<Integer> count(float[] values, double bound, int bins) {
    Integer[] counts = new Integer[bins];
    Arrays.fill(counts, 0);
    for (float value : values) {
      int bin = bound == 0 ? bins / 2 : (int) ((value + bound) / (2 * bound) * bins);
      counts[Math.min(bin, bins - 1)]++;
    }
    return List.of(counts);
  }

  /** The number of bins. */
  public int bins() {
    return counts.firstEntry().getValue().size();
  }

  /** The number of parameters. */
  public int parameters() {
    return counts.firstEntry().getValue().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * The lower edge of a bin.
   *
   * @param bin 0 to {@link #bins()}: the latter gives the upper edge of the last bin
   */
  public double edge(int bin) {
    return bound * (2.0 * bin / bins() - 1);
  }
}
