package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What one layer puts out for some images, behind its activation, in inference mode.
 *
 * <p>Where the standard deviation shrinks from layer to layer, less and less of the image reaches
 * the output: Glorot, Bengio: Understanding the difficulty of training deep feedforward neural
 * networks (2010).
 *
 * @param layer the layer's name
 * @param mean the mean of all values
 * @param standardDeviation their standard deviation
 * @param norm the Euclidean norm of one image's values, the root of the squares' mean over the
 *     images
 */
public record ActivationStatistics(
    String layer, double mean, double standardDeviation, double norm) {

  /** Measures every layer, in order. */
  public static List<ActivationStatistics> of(
      MultiLayerNetwork network, ImageDataset images, Normalization normalization) {
    List<String> names = LayerOutputs.names(network);
    double[] sums = new double[names.size()];
    double[] squares = new double[names.size()];
    long[] counts = new long[names.size()];
    LayerOutputs.forEach(
        network,
        images,
        normalization,
        (batch, outputs) -> {
          for (int layer = 0; layer < sums.length; layer++) {
            float[] values = LayerOutputs.values(outputs.get(layer));
            counts[layer] += values.length;
            for (float value : values) {
              sums[layer] += value;
              squares[layer] += (double) value * value;
            }
          }
        });
    var statistics = new ArrayList<ActivationStatistics>();
    for (int layer = 0; layer < sums.length; layer++) {
      double mean = sums[layer] / counts[layer];
      double variance = Math.max(0, squares[layer] / counts[layer] - mean * mean);
      statistics.add(
          new ActivationStatistics(
              names.get(layer),
              mean,
              Math.sqrt(variance),
              Math.sqrt(squares[layer] / images.size())));
    }
    return statistics;
  }
}
