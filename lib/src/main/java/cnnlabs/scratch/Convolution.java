package cnnlabs.scratch;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A convolution of stride 1 without padding and without activation: each of F kernels is moved over
 * the image, and at each place the values under it are multiplied by its weights and added up.
 *
 * <p>With P the patches {@code [C K K, N H' W']} of a batch and W its kernels as rows {@code [F, C
 * K K]}, the output is Y = W P + b, {@code [F, N H' W']}. So the gradients are those of a dense
 * layer: dW = dY P', db = the sum of dY over its columns, and dP = W' dY, whose values are added up
 * where patches overlap.
 */
public final class Convolution implements Layer {

  private final Parameter weights;
  private final Parameter biases;
  private final Patches layout;
  private INDArray patches = Nd4j.empty();
  private long[] inputShape = {};

  /**
   * A layer that starts with given parameters, which it will change.
   *
   * @param name what its parameters are called by, such as {@code conv1}
   * @param weights {@code [F, C, K, K]}
   * @param biases {@code [F]}
   */
  public Convolution(String name, INDArray weights, INDArray biases) {
    this.weights = Parameter.of(name + " weights", weights);
    this.biases = Parameter.of(name + " biases", biases);
    this.layout = new Patches((int) weights.size(1), (int) weights.size(2));
  }

  @Override
  public INDArray forward(INDArray images) {
    inputShape = images.shape();
    patches = layout.of(images); // [C K K, N H' W']
    INDArray output =
        Nd4j.createUninitialized(images.dataType(), new long[] {filters(), patches.size(1)}, 'c');
    kernels().mmuli(patches, output); // [F, C K K] [C K K, N H' W']
    output.addiColumnVector(biases.value());
    long high = layout.places(inputShape[2]);
    long wide = layout.places(inputShape[3]);
    return output
        .reshape('c', filters(), inputShape[0], high, wide)
        .permute(1, 0, 2, 3)
        .dup('c'); // [N, F, H', W']
  }

  @Override
  public INDArray backward(INDArray gradient) {
    findGradients(gradient);
    INDArray dP = Nd4j.createUninitialized(gradient.dataType(), patches.shape(), 'c');
    kernels().transpose().mmuli(rows(gradient), dP); // [C K K, F] [F, N H' W']
    return layout.sum(dP, inputShape);
  }

  @Override
  public void findGradients(INDArray gradient) {
    INDArray dY = rows(gradient);
    INDArray dW = dY.mmul(patches.transpose()); // [F, N H' W'] [N H' W', C K K]
    weights.gradient().assign(dW.reshape('c', weights.gradient().shape()));
    biases.gradient().assign(dY.sum(1));
  }

  /** From {@code [N, F, H', W']} to a row a filter, {@code [F, N H' W']}. */
  private INDArray rows(INDArray maps) {
    return maps.permute(1, 0, 2, 3).dup('c').reshape('c', filters(), patches.size(1));
  }

  private long filters() {
    return biases.size();
  }

  /** The kernels as rows, {@code [F, C K K]}: a view. */
  private INDArray kernels() {
    return weights.value().reshape('c', filters(), layout.rows());
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(weights, biases);
  }
}
