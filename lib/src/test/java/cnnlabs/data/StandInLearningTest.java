package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The stand-ins show what the homework is about: convolutions learn what pixels alone do not. */
@Tag("full")
class StandInLearningTest {

  @Test
  void convolutionsLearnShapesWhichPixelsAloneDoNot() {
    Split split = Cifar10.standIn(5000, 2000, 1);
    assertThat(accuracy(split, false)).isLessThan(0.2);
    assertThat(accuracy(split, true)).isBetween(0.4, 0.7);
  }

  @Test
  void convolutionsLearnDigitsBetterThanPixelsAlone() {
    Split split = Mnist.standIn(5000, 2000, 1);
    assertThat(accuracy(split, false)).isBetween(0.6, 0.8);
    assertThat(accuracy(split, true)).isBetween(0.95, 0.995);
  }

  /** Test accuracy after six epochs of Adam. */
  private static double accuracy(Split split, boolean convolutions) {
    MultiLayerNetwork network = network(split.shape(), convolutions);
    BatchReader reader = new BatchReader(split.training(), Normalization.centered(), 50);
    for (int epoch = 1; epoch <= 6; epoch++) {
      for (Batch batch : reader.shuffled(1, epoch)) {
        INDArray labels = Nd4j.zeros(batch.size(), split.classes());
        for (int i = 0; i < batch.size(); i++) {
          labels.putScalar(i, batch.labels()[i], 1);
        }
        network.fit(batch.features(), labels);
      }
    }
    int correct = 0;
    for (Batch batch : new BatchReader(split.test(), Normalization.centered(), 500).inOrder()) {
      INDArray chosen = network.output(batch.features()).argMax(1);
      for (int i = 0; i < batch.size(); i++) {
        correct += chosen.getInt(i) == batch.labels()[i] ? 1 : 0;
      }
    }
    return (double) correct / split.test().size();
  }

  private static MultiLayerNetwork network(ImageShape shape, boolean convolutions) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(1e-3))
            .weightInit(WeightInit.XAVIER)
            .activation(Activation.RELU)
            .list();
    if (convolutions) {
      layers
          .layer(new ConvolutionLayer.Builder(5, 5).nOut(6).build())
          .layer(new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {2, 2}).build())
          .layer(new ConvolutionLayer.Builder(5, 5).nOut(16).build())
          .layer(new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {2, 2}).build())
          .layer(new DenseLayer.Builder().nOut(120).build())
          .layer(new DenseLayer.Builder().nOut(84).build());
    }
    layers
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(shape.height(), shape.width(), shape.channels()));
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }
}
