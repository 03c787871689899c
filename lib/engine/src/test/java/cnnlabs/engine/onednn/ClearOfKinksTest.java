package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class ClearOfKinksTest {

  private static MultiLayerNetwork network(Activation activation, PoolingType pooling) {
    var layer = new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build();
    layer.setPoolingType(pooling);
    return Reference.network(
        Networks.settings(new Sgd(0.1))
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).activation(activation).build())
            .layer(layer)
            .layer(Networks.output(3, true))
            .setInputType(InputType.convolutional(8, 8, 1))
            .build());
  }

  /** No value is further from zero, and no maximum from the next, than the greatest value is. */
  @ParameterizedTest
  @CsvSource({"RELU, AVG", "LEAKYRELU, AVG", "TANH, MAX"})
  void everyKindOfKinkIsSeen(Activation activation, PoolingType pooling) {
    assertThat(ClearOfKinks.find(network(activation, pooling), 1, 1, 4, 1, 8, 8)).isEmpty();
  }

  @Test
  void withoutAKinkTheFirstDrawIsTaken() {
    INDArray images =
        ClearOfKinks.images(network(Activation.TANH, PoolingType.AVG), 1, 5, 4, 1, 8, 8);
    assertThat(images).isEqualTo(Networks.images(5, 4, 1, 8, 8));
  }

  @Test
  void onlyImagesWithAValueBesideAKinkAreDrawnAgain() {
    INDArray images =
        ClearOfKinks.images(network(Activation.RELU, PoolingType.MAX), 5e-3, 5, 9, 1, 8, 8);
    INDArray first = Networks.images(5, 9, 1, 8, 8);
    int kept = 0;
    for (int i = 0; i < 9; i++) {
      kept += images.slice(i).equals(first.slice(i)) ? 1 : 0;
    }
    assertThat(kept).isBetween(1, 8);
  }
}
