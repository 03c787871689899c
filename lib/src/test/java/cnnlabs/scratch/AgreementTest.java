package cnnlabs.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.Normalization;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The networks by hand and Deeplearning4j's, from the same weights on the same batches. */
class AgreementTest {

  private static final double RATE = 0.1;
  private static final int CLASSES = 4;

  private static ScratchNetwork byHand(DataType type) {
    return ScratchNetworks.leNet5(
        new NetworkBuilder("LeNet-5", SampleImages.SHAPE, 1).withDataType(type).withGain(2),
        CLASSES,
        Silu::new);
  }

  private static MultiLayerNetwork deeplearning4j(DataType type) {
    var network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(new Sgd(RATE))
                .activation(org.nd4j.linalg.activations.Activation.SWISH)
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5).nOut(6).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new ConvolutionLayer.Builder(5, 5).nOut(16).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new DenseLayer.Builder().nOut(120).build())
                .layer(new DenseLayer.Builder().nOut(84).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(org.nd4j.linalg.activations.Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(16, 16, 3))
                .build());
    network.init();
    return network;
  }

  /** Weights and biases come in the same order in both. */
  private static void copy(ScratchNetwork from, MultiLayerNetwork to) {
    List<INDArray> theirs = List.copyOf(ordered(to).values());
    for (int i = 0; i < theirs.size(); i++) {
      INDArray own = from.parameters().get(i).value();
      theirs.get(i).assign(own.reshape(theirs.get(i).shape()));
    }
  }

  private static Map<String, INDArray> ordered(MultiLayerNetwork network) {
    Map<String, INDArray> ordered = new java.util.LinkedHashMap<>();
    for (int layer = 0; layer < network.getnLayers(); layer++) {
      for (String name : List.of("W", "b")) {
        INDArray array = network.getLayer(layer).getParam(name);
        if (array != null) {
          ordered.put(layer + name, array);
        }
      }
    }
    return ordered;
  }

  @Test
  void afterFiftyStepsTheWeightsAreDeeplearning4js() {
    ScratchNetwork own = byHand(DataType.DOUBLE);
    MultiLayerNetwork theirs = deeplearning4j(DataType.DOUBLE);
    copy(own, theirs);
    var reader = new BatchReader(SampleImages.images(500, 1), Normalization.centered(), 10);
    double start = Double.NaN;
    double loss = Double.NaN;
    for (Batch batch : reader.inOrder()) {
      INDArray images = batch.features().castTo(DataType.DOUBLE);
      var result = SoftmaxCrossEntropy.of(own.forward(images), batch.labels());
      own.backward(result.gradient());
      own.update(RATE);
      loss = result.loss();
      start = batch.index() == 0 ? loss : start;
      theirs.fit(images, oneHot(batch.labels()));
      assertThat(theirs.score()).isCloseTo(loss, org.assertj.core.data.Offset.offset(1e-9));
    }
    assertThat(loss).isLessThan(0.9 * start);
    List<INDArray> weights = List.copyOf(ordered(theirs).values());
    for (int i = 0; i < weights.size(); i++) {
      Parameter parameter = own.parameters().get(i);
      INDArray difference =
          parameter.value().sub(weights.get(i).reshape(parameter.value().shape()));
      assertThat(difference.amaxNumber().doubleValue()).as(parameter.name()).isLessThan(1e-9);
    }
  }

  private static INDArray oneHot(int[] labels) {
    INDArray rows = Nd4j.zeros(DataType.DOUBLE, labels.length, CLASSES);
    for (int row = 0; row < labels.length; row++) {
      rows.putScalar(row, labels[row], 1);
    }
    return rows;
  }
}
