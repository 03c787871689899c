package cnnlabs.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/** {@link Engine#fit} in place of {@code network.fit}. */
class FitTest {

  private static MultiLayerNetwork network(Activation activation, double keep) {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Nesterovs(0.05, 0.9))
                .l2(1e-3)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(activation).build())
                .layer(
                    new DenseLayer.Builder().nOut(8).activation(activation).dropOut(keep).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(8, 8, 2))
                .build());
    network.init();
    return network;
  }

  /** Two batches of six and one of four. */
  private static DataSetIterator batches() {
    Nd4j.getRandom().setSeed(1);
    INDArray oneHot = Nd4j.eye(3).castTo(DataType.FLOAT);
    List<DataSet> examples = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      INDArray image = Nd4j.rand(DataType.FLOAT, 1, 2, 8, 8);
      examples.add(new DataSet(image, oneHot.getRows(i * i % 3)));
    }
    return new ListDataSetIterator<>(examples, 6);
  }

  @Test
  void trainsAsDeeplearning4jDoes() {
    MultiLayerNetwork expected = network(Activation.TANH, 0);
    MultiLayerNetwork actual = network(Activation.TANH, 0);
    INDArray before = actual.params().dup();
    expected.fit(batches(), 3);
    Engine.fit(actual, batches(), 3);
    assertThat(actual.params().distance2(expected.params()))
        .isLessThan(1e-4 * actual.params().distance2(before));
    assertThat(Math.abs(actual.score() - expected.score())).isLessThan(1e-5);
    assertThat(actual.getIterationCount()).isEqualTo(9);
    assertThat(actual.getEpochCount()).isEqualTo(3);
  }

  @Test
  void theSameSeedGivesTheSameBitsWithDropoutAndInTwoParts() {
    MultiLayerNetwork once = network(Activation.RELU, 0.5);
    MultiLayerNetwork twice = network(Activation.RELU, 0.5);
    Engine.fit(once, batches(), 2);
    Engine.fit(twice, batches(), 1);
    Engine.fit(twice, batches(), 1);
    assertThat(twice.params().toFloatVector()).isEqualTo(once.params().toFloatVector());
  }

  @Test
  void aNetworkThatIsNotKnownTrainsByDeeplearning4j() {
    MultiLayerNetwork expected = network(Activation.RELU6, 0);
    MultiLayerNetwork actual = network(Activation.RELU6, 0);
    expected.fit(batches(), 2);
    Engine.fit(actual, batches(), 2);
    assertThat(actual.params().toFloatVector()).isEqualTo(expected.params().toFloatVector());
    assertThat(actual.getListeners()).isEmpty();
    assertThat(actual.getEpochCount()).isEqualTo(2);
  }

  @Test
  void labelsThatNameNoClassTrainByDeeplearning4j() {
    DataSet batch = batches().next();
    batch.setLabels(batch.getLabels().mul(0.5).addi(1 / 6.0));
    MultiLayerNetwork expected = network(Activation.TANH, 0);
    MultiLayerNetwork actual = network(Activation.TANH, 0);
    expected.fit(batch);
    Engine.fit(actual, new ListDataSetIterator<>(batch.asList(), 6), 1);
    assertThat(actual.params().toFloatVector()).isEqualTo(expected.params().toFloatVector());
  }

  @Test
  void noEpochIsRefused() {
    MultiLayerNetwork network = network(Activation.TANH, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Engine.fit(network, batches(), 0))
        .withMessage("epochs must be 1 or more, but is 0");
  }
}
