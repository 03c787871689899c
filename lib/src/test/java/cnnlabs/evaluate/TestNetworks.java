package cnnlabs.evaluate;

import cnnlabs.SampleImages;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Normalization;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.model.Networks;
import cnnlabs.model.TrainedNetwork;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Sgd;

/** Networks for {@link SampleImages}, as they start. */
final class TestNetworks {

  private TestNetworks() {}

  static MultiLayerNetwork leNet() {
    return of(LeNet5.of(Activation.TANH), SampleImages.SHAPE, 1);
  }

  /** With inputs in [-1, 1]. */
  static TrainedNetwork trained(MultiLayerNetwork network) {
    return new TrainedNetwork(network, Normalization.centered());
  }

  static MultiLayerNetwork of(Architecture architecture, ImageShape shape, long seed) {
    return Networks.initialize(
        Networks.configuration(architecture, shape, 4, Loss.CROSS_ENTROPY, new Sgd(0.1), 0, seed));
  }
}
