package cnnlabs.model;

import static cnnlabs.model.Layers.conv;
import static cnnlabs.model.Layers.dense;
import static cnnlabs.model.Layers.maxPool;

import cnnlabs.data.ImageShape;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * LeNet-5 as the homework has it: two convolutions, each followed by max pooling, and two dense
 * layers before the output.
 *
 * <p>LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition
 * (1998). The paper's connection table, trainable pooling and radial basis outputs are left out, as
 * is usual today.
 *
 * @param activation the activation of both convolutions and both dense layers
 * @param kernelSize height and width of both kernels in pixels
 */
public record LeNet5(Activation activation, int kernelSize) implements Architecture {

  public LeNet5 {
    if (kernelSize < 1) {
      throw new IllegalArgumentException("kernelSize must be at least 1, but is " + kernelSize);
    }
  }

  /** The homework's network, with 5 x 5 kernels. */
  public static LeNet5 of(Activation activation) {
    return new LeNet5(activation, 5);
  }

  public LeNet5 withKernelSize(int kernelSize) {
    return new LeNet5(activation, kernelSize);
  }

  @Override
  public List<Layer> hiddenLayers(ImageShape input) {
    return List.of( // shapes for 3 x 32 x 32 and 5 x 5 kernels
        conv("conv1", 6, kernelSize, activation), // 6 x 28 x 28
        maxPool("pool1"), // 6 x 14 x 14
        conv("conv2", 16, kernelSize, activation), // 16 x 10 x 10
        maxPool("pool2"), // 16 x 5 x 5
        dense("dense1", 120, activation),
        dense("dense2", 84, activation));
  }

  @Override
  public String label() {
    String kernels = kernelSize == 5 ? "" : ", " + kernelSize + "x" + kernelSize;
    return "LeNet-5, " + activation + kernels;
  }
}
