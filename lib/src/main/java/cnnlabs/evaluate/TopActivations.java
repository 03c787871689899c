package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.ImageShape;
import cnnlabs.model.TrainedNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What each map of a layer reacts to: the images in which its activations are greatest.
 *
 * <p>Zeiler, Fergus: Visualizing and understanding convolutional networks (2014).
 *
 * @param layer the layer's name
 * @param images the images that were searched
 * @param maps for each map its greatest values, one an image, the greatest first
 */
public record TopActivations(String layer, ImageDataset images, List<List<Maximum>> maps) {

  /**
   * A map's greatest value in an image.
   *
   * @param image its index in the data set
   * @param value the value
   * @param row where in the map it is, from the top
   * @param column where in the map it is, from the left
   */
  public record Maximum(int image, float value, int row, int column) {}

  public TopActivations {
    maps = maps.stream().map(List::copyOf).toList();
  }

  /**
   * Searches all images.
   *
   * @param layer the name of a convolution or pooling, such as {@code conv2}
   * @param count images to keep for each map, at least 1
   * @throws IllegalArgumentException if there is no such layer, or its outputs are no maps
   */
  public static TopActivations of(
      TrainedNetwork trained, ImageDataset images, String layer, int count) {
    ImageShape shape = FeatureMaps.shape(trained.network(), images, layer);
    var strongest = new ArrayList<PriorityQueue<Maximum>>();
    for (int map = 0; map < shape.channels(); map++) {
      strongest.add(new PriorityQueue<>(Comparator.comparing(Maximum::value)));
    }
    LayerOutputs.ofLayer(
        trained,
        images,
        layer,
        (values, image) -> {
          for (int map = 0; map < shape.channels(); map++) {
            var queue = strongest.get(map);
            queue.add(greatest(values, map, shape, image));
            if (queue.size() > count) {
              queue.remove();
            }
          }
        });
    var greatestFirst = Comparator.comparing(Maximum::value).reversed();
    return new TopActivations(
        layer,
        images,
        strongest.stream().map(queue -> queue.stream().sorted(greatestFirst).toList()).toList());
  }

  private static Maximum greatest(float[] values, int map, ImageShape shape, int image) {
    int start = map * shape.area();
    int best = start;
    for (int i = start + 1; i < start + shape.area(); i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    int position = best - start;
    return new Maximum(image, values[best], position / shape.width(), position % shape.width());
  }

  /** One line: how many images for how many maps. */
  @Override
  public String toString() {
    return "the strongest of %,d images for each of the %d maps of %s"
        .formatted(images.size(), maps.size(), layer);
  }
}
