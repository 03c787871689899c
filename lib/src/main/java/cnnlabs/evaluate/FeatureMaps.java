package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Interruption;
import cnnlabs.model.TrainedNetwork;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The maps that one layer makes of some images, in inference mode, behind the layer's activation.
 *
 * <p>Zeiler, Fergus: Visualizing and understanding convolutional networks (2014).
 */
public final class FeatureMaps {

  private final String layer;
  private final ImageDataset images;
  private final int maps;
  private final int height;
  private final int width;
  private final float[] values;

  private FeatureMaps(
      String layer, ImageDataset images, int maps, int height, int width, float[] values) {
    this.layer = layer;
    this.images = images;
    this.maps = maps;
    this.height = height;
    this.width = width;
    this.values = values;
  }

  /**
   * Computes the maps of every image, which are kept: take some images, not all of a data set.
   *
   * @param layer the name of a convolution or pooling, such as {@code conv2}
   * @throws IllegalArgumentException if there is no such layer, or its outputs are no maps
   */
  public static FeatureMaps of(TrainedNetwork trained, ImageDataset images, String layer) {
    long[] shape = shape(trained.network(), images, layer);
    int volume = Math.toIntExact(shape[1] * shape[2] * shape[3]);
    float[] values = new float[Math.multiplyExact(images.size(), volume)];
    LayerOutputs.ofLayer(
        trained,
        images,
        layer,
        (maps, image) -> System.arraycopy(maps, 0, values, image * volume, volume));
    return new FeatureMaps(layer, images, (int) shape[1], (int) shape[2], (int) shape[3], values);
  }

  /** {@code [N, C, H, W]} of what a layer puts out for all images. */
  static long[] shape(MultiLayerNetwork network, ImageDataset images, String layer) {
    var input = images.shape();
    long[] shape =
        network
            .getLayerWiseConfigurations()
            .getLayerActivationTypes(
                InputType.convolutional(input.height(), input.width(), input.channels()))
            .get(LayerOutputs.index(network, layer))
            .getShape();
    if (shape.length != 3) {
      throw new IllegalArgumentException(
          "Layer '%s' puts out %d units, and no maps: take a convolution or a pooling."
              .formatted(layer, shape[0]));
    }
    return new long[] {images.size(), shape[0], shape[1], shape[2]};
  }

  /** The layer's name. */
  public String layer() {
    return layer;
  }

  /** The images, in the order of the maps. */
  public ImageDataset images() {
    return images;
  }

  /** The number of maps of one image. */
  public int maps() {
    return maps;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /**
   * One map of one image.
   *
   * @param image 0 to {@code images().size() - 1}
   * @param map 0 to {@code maps() - 1}
   */
  public FeatureMap map(int image, int map) {
    return new FeatureMap(values, (image * maps + map) * height * width, height, width);
  }

  /** How much each map tells, over all images: one entry a map. */
  public List<MapStatistics> statistics() {
    return IntStream.range(0, maps).mapToObj(this::statistics).toList();
  }

  private MapStatistics statistics(int map) {
    double withinImages = 0;
    double differences = 0;
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int image = 0; image < images.size(); image++) {
      Interruption.check("maps were measured");
      FeatureMap one = map(image, map);
      withinImages += one.variance();
      differences += one.neighbourDifference();
      least = Math.min(least, one.least());
      greatest = Math.max(greatest, one.greatest());
    }
    return new MapStatistics(
        map,
        least,
        greatest,
        Math.sqrt(withinImages / images.size()),
        Math.sqrt(varianceBetweenImages(map)),
        differences / (2 * withinImages));
  }

  /** The mean over the positions of a position's variance over the images. */
  private double varianceBetweenImages(int map) {
    double sum = 0;
    for (int position = 0; position < height * width; position++) {
      double mean = 0;
      double squares = 0;
      for (int image = 0; image < images.size(); image++) {
        double value = values[(image * maps + map) * height * width + position];
        mean += value / images.size();
        squares += value * value / images.size();
      }
      sum += Math.max(0, squares - mean * mean);
    }
    return sum / (height * width);
  }

  /** One line: how many maps of what. */
  @Override
  public String toString() {
    return "%d maps %d x %d of %s for %,d images"
        .formatted(maps, height, width, layer, images.size());
  }
}
