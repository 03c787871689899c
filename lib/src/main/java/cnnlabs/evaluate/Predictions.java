package cnnlabs.evaluate;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.engine.NetworkExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/**
 * What a network says of each image of a data set, in inference mode.
 *
 * @param images the images
 * @param probabilities whether the outputs are probabilities, and not the scores of a network that
 *     was trained with MSE
 * @param all one prediction an image, in the images' order
 */
public record Predictions(ImageDataset images, boolean probabilities, List<Prediction> all) {

  public Predictions {
    all = List.copyOf(all);
  }

  /** Runs every image through the network. */
  public static Predictions of(
      MultiLayerNetwork network, ImageDataset images, Normalization normalization) {
    var all = new ArrayList<Prediction>();
    LayerOutputs.forEach(
        network,
        images,
        normalization,
        NetworkExecutor::output,
        (batch, rows) -> {
          float[][] outputs = rows.toFloatMatrix();
          for (int row = 0; row < outputs.length; row++) {
            all.add(prediction(all.size(), batch.labels()[row], outputs[row]));
          }
        });
    boolean probabilities =
        ((BaseLayer) network.getOutputLayer().conf().getLayer()).getActivationFn()
            instanceof ActivationSoftmax;
    return new Predictions(images, probabilities, all);
  }

  private static Prediction prediction(int image, int label, float[] outputs) {
    int predicted = Metrics.indexOfGreatest(outputs);
    return new Prediction(
        image,
        label,
        predicted,
        outputs[predicted],
        label < outputs.length ? outputs[label] : Double.NaN);
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
}
