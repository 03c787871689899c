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
 * @param kernelSize height and width of both kernels in pixels, at least 1
 * @param firstFilters maps of the first convolution, at least 1
 * @param secondFilters maps of the second convolution, at least 1
 */
public record LeNet5(Activation activation, int kernelSize, int firstFilters, int secondFilters)
    implements Architecture {

  /** Refuses a size below 1 with an {@link IllegalArgumentException} that names it. */
  public LeNet5 {
    Layers.positive("kernelSize", kernelSize);
    Layers.positive("firstFilters", firstFilters);
    Layers.positive("secondFilters", secondFilters);
  }

  /** The homework's network, with 6 and 16 filters of 5 x 5. */
  public static LeNet5 of(Activation activation) {
    return new LeNet5(activation, 5, 6, 16);
  }

  public LeNet5 withKernelSize(int kernelSize) {
    return new LeNet5(activation, kernelSize, firstFilters, secondFilters);
  }

  public LeNet5 withFilters(int firstFilters, int secondFilters) {
    return new LeNet5(activation, kernelSize, firstFilters, secondFilters);
  }

  @Override
  public List<Layer> hiddenLayers(ImageShape input) {
    return List.of( // shapes for 3 x 32 x 32, 5 x 5 kernels, 6 and 16 filters
        conv("conv1", firstFilters, kernelSize, activation), // 6 x 28 x 28
        maxPool("pool1"), // 6 x 14 x 14
        conv("conv2", secondFilters, kernelSize, activation), // 16 x 10 x 10
        maxPool("pool2"), // 16 x 5 x 5
        dense("dense1", 120, activation),
        dense("dense2", 84, activation));
  }

  @Override
  public String label() {
    String kernels = kernelSize == 5 ? "" : ", %1$dx%1$d".formatted(kernelSize);
    boolean usual = firstFilters == 6 && secondFilters == 16;
    String filters = ", %d and %d filters".formatted(firstFilters, secondFilters);
    return "LeNet-5, " + activation + kernels + (usual ? "" : filters);
  }
}
