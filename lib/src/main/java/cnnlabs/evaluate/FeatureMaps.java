package cnnlabs.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Interruption;
import cnnlabs.model.ModelSummary;
import cnnlabs.model.TrainedNetwork;
import com.google.common.primitives.Ints;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The maps that one layer makes of some images, in inference mode, after the layer's activation.
 *
 * <p>Zeiler, Fergus: Visualizing and understanding convolutional networks (2014).
 *
 * @param layer the layer's name
 * @param images the images, in the order of the maps
 * @param shape the maps of one image, as the channels of another
 * @param values {@code [images][maps * height * width]}
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares maps.
public record FeatureMaps(String layer, ImageDataset images, ImageShape shape, float[][] values) {

  /**
   * Computes the maps of every image, which are kept: take some images, not all of a data set.
   *
   * @param layer the name of a convolution or pooling, such as {@code conv2}
   * @throws IllegalArgumentException if there is no such layer, or its outputs are no maps
   */
  public static FeatureMaps of(TrainedNetwork trained, ImageDataset images, String layer) {
    ImageShape shape = shape(trained.network(), images, layer);
    var values = new float[images.size()][];
    LayerOutputs.ofLayer(trained, images, layer, (maps, image) -> values[image] = maps);
    return new FeatureMaps(layer, images, shape, values);
  }

  /** The maps that a layer makes of one image, as the channels of another. */
  static ImageShape shape(MultiLayerNetwork network, ImageDataset images, String layer) {
    int index = LayerOutputs.index(network, layer);
    var summary = ModelSummary.of(network.getLayerWiseConfigurations(), images.shape());
    int[] shape = Ints.toArray(summary.rows().get(index).outputShape());
    checkArgument(
        shape.length == 3,
        "Layer '%s' puts out %s units, and no maps: take a convolution or a pooling.",
        layer,
        shape[0]);
    return new ImageShape(shape[0], shape[1], shape[2]);
  }

  /** The number of maps of one image. */
  public int maps() {
    return shape.channels();
  }

  public int height() {
    return shape.height();
  }

  public int width() {
    return shape.width();
  }

  /** One map of one image, each by its index from 0. */
  public FeatureMap map(int image, int map) {
    int start = map * shape.area();
    float[] one = Arrays.copyOfRange(values[image], start, start + shape.area());
    return new FeatureMap(one, height(), width());
  }

  /** How much each map tells, over all images: one entry a map. */
  public List<MapStatistics> statistics() {
    return IntStream.range(0, maps()).mapToObj(this::statistics).toList();
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
    for (int position = 0; position < shape.area(); position++) {
      double mean = 0;
      double squares = 0;
      for (float[] image : values) {
        double value = image[map * shape.area() + position];
        mean += value / images.size();
        squares += value * value / images.size();
      }
      sum += Math.max(0, squares - mean * mean);
    }
    return sum / shape.area();
  }

  /** One line: how many maps of what. */
  @Override
  public String toString() {
    return "%d maps %d x %d of %s for %,d images"
        .formatted(maps(), height(), width(), layer, images.size());
  }
}
