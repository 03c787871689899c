package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many images of each class a network takes for each class.
 *
 * @param images the images that were classified
 * @param counts {@code [class][class that it is taken for]}
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares matrices.
public record ConfusionMatrix(ImageDataset images, int[][] counts) {

  /**
   * Two classes that are confused.
   *
   * @param label the images' class
   * @param predicted the class that they are taken for
   * @param images how many
   */
  public record Confusion(String label, String predicted, int images) {}

  public static ConfusionMatrix of(Predictions predictions) {
    int classes = predictions.images().classes();
    var counts = new int[classes][classes];
    predictions.all().forEach(one -> counts[one.label()][one.predicted()]++);
    return new ConfusionMatrix(predictions.images(), counts);
  }

  public List<String> classNames() {
    return images.classNames();
  }

  /** How many images of one class were taken for another, or for itself. */
  public int count(int label, int predicted) {
    return counts[label][predicted];
  }

  /** How many images a class has. */
  public int images(int label) {
    return IntStream.of(counts[label]).sum();
  }

  /** The fraction of a class's images that are recognized, 0 to 1; NaN where it has none. */
  public double recall(int label) {
    return (double) counts[label][label] / images(label);
  }

  /** The fraction of the images taken for a class that belong to it, 0 to 1; NaN where none was. */
  public double precision(int predicted) {
    int taken = Stream.of(counts).mapToInt(row -> row[predicted]).sum();
    return (double) counts[predicted][predicted] / taken;
  }

  /** Each pair of different classes that was confused, the most frequent first. */
  public List<Confusion> confusions() {
    var confusions = new ArrayList<Confusion>();
    for (int label = 0; label < counts.length; label++) {
      for (int predicted = 0; predicted < counts.length; predicted++) {
        if (label != predicted && counts[label][predicted] > 0) {
          confusions.add(
              new Confusion(
                  classNames().get(label), classNames().get(predicted), counts[label][predicted]));
        }
      }
    }
    confusions.sort(Comparator.comparing(Confusion::images).reversed());
    return confusions;
  }

  /** One line: how many images are recognized, and what is confused most. */
  @Override
  public String toString() {
    int recognized = IntStream.range(0, counts.length).map(label -> counts[label][label]).sum();
    String most =
        confusions().stream()
            .findFirst()
            .map(
                pair ->
                    ", most often confused: %s taken for %s (%d)"
                        .formatted(pair.label(), pair.predicted(), pair.images()))
            .orElse("");
    return "%s: %,d recognized%s".formatted(images, recognized, most);
  }
}
