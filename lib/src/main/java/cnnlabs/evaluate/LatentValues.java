package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import cnnlabs.model.TrainedNetwork;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import java.util.concurrent.CancellationException;

/** The outputs of a layer as points: one point per image, one dimension per value. */
public final class LatentValues {

  private LatentValues() {}

  /**
   * The values that a layer puts out, in inference mode, after its activation.
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
        (values, image) -> points[image] = Doubles.toArray(Floats.asList(values)));
    return points;
  }
}
