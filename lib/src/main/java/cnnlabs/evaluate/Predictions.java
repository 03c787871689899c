package cnnlabs.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.data.ImageDataset;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.model.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/**
 * What a network says of each image of a data set, in inference mode.
 *
 * @param images the images
 * @param probabilities whether the outputs are probabilities, and not scores, as MSE gives
 * @param all one prediction an image, in the images' order
 */
public record Predictions(ImageDataset images, boolean probabilities, List<Prediction> all) {

  public Predictions {
    all = List.copyOf(all);
  }

  /** Runs every image through the network. */
  public static Predictions of(TrainedNetwork trained, ImageDataset images) {
    return ofMean(List.of(trained), List.of(images));
  }

  /**
   * What several networks say together, each of several views of an image: the mean of all outputs.
   * Each network sees the images by its own normalization.
   *
   * <pre>{@code
   * Predictions.ofMean(networks, List.of(images, images.mirrored()));
   * }</pre>
   *
   * <p>Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural
   * networks (2012), section 4.1.
   *
   * @param networks at least one; all with the same classes, and all with a softmax or none
   * @param views at least one; each of the same images in the same order. The first is predicted
   * @throws IllegalArgumentException if one of them is missing or does not fit the first
   */
  public static Predictions ofMean(List<TrainedNetwork> networks, List<ImageDataset> views) {
    checkArgument(
        !networks.isEmpty() && !views.isEmpty(),
        "A mean of %s networks and %s views: give at least one of each.",
        networks.size(),
        views.size());
    ImageDataset images = views.get(0);
    boolean probabilities = softmax(networks.get(0).network());
    var sums = new ArrayList<float[]>();
    for (ImageDataset view : views) {
      if (!Arrays.equals(view.labels(), images.labels())) {
        throw new IllegalArgumentException(
            "A view shows other images than the first, as their labels tell: %s and %s."
                .formatted(view, images));
      }
      for (TrainedNetwork trained : networks) {
        checkArgument(
            softmax(trained.network()) == probabilities,
            "Probabilities and scores have no mean: choose networks with the same loss.");
        add(trained, view, sums);
      }
    }
    int terms = views.size() * networks.size();
    var all = new ArrayList<Prediction>();
    for (float[] outputs : sums) {
      for (int index = 0; index < outputs.length; index++) {
        outputs[index] /= terms;
      }
      int label = images.label(all.size());
      int predicted = Metrics.indexOfGreatest(outputs);
      double inLabel = label < outputs.length ? outputs[label] : Double.NaN;
      all.add(new Prediction(all.size(), label, predicted, outputs[predicted], inLabel));
    }
    return new Predictions(images, probabilities, all);
  }

  /** Adds the outputs for each image to the sums, which the first network's outputs begin. */
  private static void add(TrainedNetwork trained, ImageDataset images, List<float[]> sums) {
    int[] image = {0};
    LayerOutputs.forEach(
        trained,
        images,
        NetworkExecutor::output,
        (batch, outputs) -> {
          for (float[] row : outputs.toFloatMatrix()) {
            if (image[0] == sums.size()) {
              sums.add(row);
            } else {
              add(row, sums.get(image[0]));
            }
            image[0]++;
          }
        });
  }

  private static void add(float[] outputs, float[] sum) {
    checkArgument(
        sum.length == outputs.length,
        "The networks have %s and %s outputs: choose networks with the same classes.",
        sum.length,
        outputs.length);
    for (int index = 0; index < sum.length; index++) {
      sum[index] += outputs[index];
    }
  }

  private static boolean softmax(MultiLayerNetwork network) {
    return ((BaseLayer) network.getOutputLayer().conf().getLayer()).getActivationFn()
        instanceof ActivationSoftmax;
  }

  /** Those that name the image's class. */
  public List<Prediction> correct() {
    return all.stream().filter(Prediction::correct).toList();
  }

  /** Those that name another class. */
  public List<Prediction> misclassified() {
    return all.stream().filter(prediction -> !prediction.correct()).toList();
  }

  /** The misclassified ones, the most confident first. */
  public List<Prediction> mostConfidentlyWrong() {
    return misclassified().stream()
        .sorted(Comparator.comparing(Prediction::confidence).reversed())
        .toList();
  }

  /** All of them, the greatest cross-entropy first: the least probability of the image's class. */
  public List<Prediction> topLosses() {
    return all.stream().sorted(Comparator.comparing(Prediction::confidenceInLabel)).toList();
  }

  /** The fraction of the images that are classified correctly, 0 to 1. */
  public double accuracy() {
    return (double) correct().size() / all.size();
  }

  /** One line: how many images there are, and how many are classified correctly. */
  @Override
  public String toString() {
    return "%s: %,d classified correctly (%.2f %%)"
        .formatted(images, correct().size(), 100 * accuracy());
  }
}
