package cnnlabs.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Floats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the weights or the biases of a layer are distributed in several networks, such as one network
 * after several epochs, in the same bins.
 *
 * @param layer the layer's name
 * @param kind weights or biases
 * @param bound the greatest absolute value in any network: the bins go from -bound to bound
 * @param counts by the network's name, how many values lie in each bin, the lowest first
 */
public record ParameterHistogram(
    String layer, Kind kind, double bound, Map<String, List<Integer>> counts) {

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
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ParameterHistogram {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /**
   * Counts the parameters of each layer that has some of this kind.
   *
   * @param networks by name, networks of the same layers; their order is kept
   * @param bins at least 1; an odd number has one around 0
   * @return one histogram a layer, in the layers' order
   * @throws IllegalArgumentException if there is no network
   */
  public static List<ParameterHistogram> of(
      Map<String, MultiLayerNetwork> networks, Kind kind, int bins) {
    checkArgument(!networks.isEmpty(), "A histogram needs a network.");
    MultiLayerNetwork first = networks.values().iterator().next();
    var histograms = new ArrayList<ParameterHistogram>();
    for (int layer = 0; layer < first.getnLayers(); layer++) {
      Map<String, INDArray> parameters = first.getLayer(layer).paramTable();
      if (parameters != null && parameters.containsKey(kind.key)) {
        histograms.add(of(networks, layer, kind, bins));
      }
    }
    return histograms;
  }

  private static ParameterHistogram of(
      Map<String, MultiLayerNetwork> networks, int layer, Kind kind, int bins) {
    var values = new LinkedHashMap<String, float[]>();
    networks.forEach(
        (name, network) ->
            values.put(name, LayerOutputs.values(network.getLayer(layer).getParam(kind.key))));
    double bound =
        values.values().stream()
            .mapToDouble(some -> Math.max(Floats.max(some), -Floats.min(some)))
            .max()
            .orElseThrow();
    var counts = new LinkedHashMap<String, List<Integer>>();
    values.forEach((name, some) -> counts.put(name, count(some, bound, bins)));
    String layerName = LayerOutputs.names(networks.values().iterator().next()).get(layer);
    return new ParameterHistogram(layerName, kind, bound, counts);
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
    return counts.values().iterator().next().size();
  }

  /** The number of parameters. */
  public int parameters() {
    return counts.values().iterator().next().stream().mapToInt(Integer::intValue).sum();
  }

  /** The lower edge of a bin; with {@link #bins()} the upper edge of the last one. */
  public double edge(int bin) {
    return bound * (2.0 * bin / bins() - 1);
  }

  /** One line: of what. */
  @Override
  public String toString() {
    return "%d %s of %s from %.4g to %.4g, of %s"
        .formatted(parameters(), kind, layer, -bound, bound, String.join(", ", counts.keySet()));
  }
}
