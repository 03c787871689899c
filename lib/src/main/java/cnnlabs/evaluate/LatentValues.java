package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import cnnlabs.model.TrainedNetwork;
import java.util.concurrent.CancellationException;

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
  public static double[][] of(TrainedNetwork trained, ImageDataset images, String layer) {
    var points = new double[images.size()][];
    LayerOutputs.ofLayer(
        trained,
        images,
        layer,
        (values, image) -> {
          points[image] = new double[values.length];
          for (int i = 0; i < values.length; i++) {
            points[image][i] = values[i];
          }
        });
    return points;
  }
}
