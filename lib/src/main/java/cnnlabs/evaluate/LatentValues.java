package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.engine.NetworkExecutor;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What a layer makes of images, as points: a point an image, a dimension a value. */
public final class LatentValues {

  private LatentValues() {}

  /**
   * The values that a layer puts out, in inference mode, behind its activation.
   *
   * @param layer its name; maps become a row of all their values
   * @return {@code [images][values]}
   * @throws IllegalArgumentException if there is no such layer
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  public static double[][] of(
      MultiLayerNetwork network, ImageDataset images, Normalization normalization, String layer) {
    int index = LayerOutputs.index(network, layer);
    var points = new double[images.size()][];
    int[] filled = {0};
    LayerOutputs.forEach(
        network,
        images,
        normalization,
        NetworkExecutor::activations,
        (batch, outputs) -> {
          float[] values = LayerOutputs.values(outputs.get(index));
          int width = values.length / batch.size();
          for (int image = 0; image < batch.size(); image++) {
            points[filled[0]] = new double[width];
            for (int i = 0; i < width; i++) {
              points[filled[0]][i] = values[image * width + i];
            }
            filled[0]++;
          }
        });
    return points;
  }
}
