package cnnlabs.model;

import static cnnlabs.model.Layers.activation;
import static cnnlabs.model.Layers.conv;
import static cnnlabs.model.Layers.dense;
import static cnnlabs.model.Layers.dropout;
import static cnnlabs.model.Layers.maxPool;

import cnnlabs.data.ImageShape;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * The homework's network for MNIST: two convolutions, each followed by max pooling and then ReLU,
 * dropout after the second, and one dense layer before the output.
 *
 * @param dropoutRate the fraction of the second convolution's values that is dropped while the
 *     network trains, in [0, 1)
 */
public record MnistCnn(double dropoutRate) implements Architecture {

  /** Refuses a rate out of its range with an {@link IllegalArgumentException}. */
  public MnistCnn {
    Layers.rate(dropoutRate);
  }

  /** A dropout rate of 0.5: the report leaves it open. */
  public static MnistCnn defaults() {
    return new MnistCnn(0.5);
  }

  @Override
  public List<Layer> hiddenLayers(ImageShape input) {
    return List.of( // shapes for 1 x 28 x 28
        conv("conv1", 10, 5, Activation.IDENTITY), // 10 x 24 x 24
        maxPool("pool1"), // 10 x 12 x 12
        activation("relu1", Activation.RELU),
        conv("conv2", 20, 5, Activation.IDENTITY), // 20 x 8 x 8
        dropout("dropout", dropoutRate),
        maxPool("pool2"), // 20 x 4 x 4
        activation("relu2", Activation.RELU),
        dense("dense1", 50, Activation.RELU));
  }

  @Override
  public String label() {
    return "MNIST network, dropout " + dropoutRate;
  }
}
