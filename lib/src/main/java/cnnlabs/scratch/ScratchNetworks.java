package cnnlabs.scratch;

import java.util.function.Supplier;

/**
 * The networks of the lab that is written by hand. Each takes a begun network, so that its start
 * and its type can be set: {@code ScratchNetworks.leNet5(new NetworkBuilder("LeNet-5", shape,
 * seed), 50, Sigmoid::new)}.
 */
public final class ScratchNetworks {

  private ScratchNetworks() {}

  /** Two layers: 32 sigmoid units, and the classes. */
  public static ScratchNetwork perceptron(NetworkBuilder network, int classes) {
    return network.dense("hidden", 32).activation(Sigmoid::new).dense("output", classes).build();
  }

  /**
   * LeNet-5 with 5 x 5 kernels, max pooling and the sigmoid that is given; images of at least 16 x
   * 16.
   *
   * @param sigmoid {@code Sigmoid::new}, or the wrong one, to see what it does
   */
  public static ScratchNetwork leNet5(
      NetworkBuilder network, int classes, Supplier<Layer> sigmoid) {
    return network
        .convolution("conv1", 6, 5)
        .activation(sigmoid)
        .maxPool("pool1")
        .convolution("conv2", 16, 5)
        .activation(sigmoid)
        .maxPool("pool2")
        .dense("dense1", 120)
        .activation(sigmoid)
        .dense("dense2", 84)
        .activation(sigmoid)
        .dense("output", classes)
        .build();
  }

  /**
   * The improved LeNet-5: SiLU, 3 x 3 kernels, and one more convolution behind the second pooling,
   * whose 32 filters are ours; images of at least 18 x 18.
   */
  public static ScratchNetwork improvedLeNet5(NetworkBuilder network, int classes) {
    return network
        .convolution("conv1", 6, 3)
        .activation(Silu::new)
        .maxPool("pool1")
        .convolution("conv2", 16, 3)
        .activation(Silu::new)
        .maxPool("pool2")
        .convolution("conv3", 32, 3)
        .activation(Silu::new)
        .dense("dense1", 120)
        .activation(Silu::new)
        .dense("dense2", 84)
        .activation(Silu::new)
        .dense("output", classes)
        .build();
  }
}
