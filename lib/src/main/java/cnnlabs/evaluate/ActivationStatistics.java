package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.model.TrainedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What one layer puts out for some images, after its activation, in inference mode.
 *
 * <p>Where the variation shrinks from layer to layer, less and less of the image reaches the
 * output. Glorot, Bengio: Understanding the difficulty of training deep feedforward neural networks
 * (2010).
 *
 * @param layer the layer's name
 * @param mean the mean of all values
 * @param variation standard deviation of a value from image to image, the root of the variances'
 *     mean over the layer's values: 0 where the layer puts out the same whatever the image
 * @param norm the Euclidean norm of one image's values, the root of the mean square over images
 */
public record ActivationStatistics(String layer, double mean, double variation, double norm) {

  /** Measures every layer, in order. */
  public static List<ActivationStatistics> of(TrainedNetwork trained, ImageDataset images) {
    var layers = new ArrayList<Sums>();
    LayerOutputs.forEach(
        trained,
        images,
        NetworkExecutor::activations,
        (batch, outputs) -> {
          for (int layer = 0; layer < outputs.size(); layer++) {
            float[] values = LayerOutputs.values(outputs.get(layer));
            if (layer == layers.size()) {
              layers.add(new Sums(values.length / batch.size()));
            }
            layers.get(layer).add(values);
          }
        });
    List<String> names = LayerOutputs.names(trained.network());
    return IntStream.range(0, names.size())
        .mapToObj(layer -> layers.get(layer).statistics(names.get(layer), images.size()))
        .toList();
  }

  /** Sums over the images, for each value of a layer. */
  private static final class Sums {

    private final double[] sum;
    private final double[] squares;

    Sums(int values) {
      sum = new double[values];
      squares = new double[values];
    }

    void add(float[] batch) {
      for (int i = 0; i < batch.length; i++) {
        sum[i % sum.length] += batch[i];
        squares[i % sum.length] += (double) batch[i] * batch[i];
      }
    }

    ActivationStatistics statistics(String layer, int images) {
      double variances = 0;
      for (int i = 0; i < sum.length; i++) {
        double mean = sum[i] / images;
        variances += Math.max(0, squares[i] / images - mean * mean);
      }
      return new ActivationStatistics(
          layer,
          DoubleStream.of(sum).sum() / images / sum.length,
          Math.sqrt(variances / sum.length),
          Math.sqrt(DoubleStream.of(squares).sum() / images));
    }
  }
}
