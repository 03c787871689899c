package cnnlabs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.engine.Engine;
import cnnlabs.evaluate.ConfusionMatrix.Confusion;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.model.Networks;
import cnnlabs.model.TrainedNetwork;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class PredictionsTest {

  private static final Normalization NORMALIZATION = Normalization.centered();

  private final ImageDataset images = SampleImages.images(120, 1);

  /** Four images of classes 0, 0, 1 and 2, of which the first and the third are recognized. */
  private Predictions byHand() {
    return new Predictions(
        images,
        true,
        List.of(
            new Prediction(0, 0, 0, 0.9, 0.9),
            new Prediction(1, 0, 2, 0.6, 0.3),
            new Prediction(2, 1, 1, 0.4, 0.4),
            new Prediction(3, 2, 0, 0.8, 0.1)));
  }

  @Test
  void predictionsAreDeeplearning4jsOutputs() {
    MultiLayerNetwork network = TestNetworks.leNet();
    Predictions predictions = Predictions.of(TestNetworks.trained(network), images);
    var all = new BatchReader(images, NORMALIZATION, 120).inOrder().iterator().next();
    INDArray outputs = network.output(all.features(), false);
    assertThat(predictions.all()).hasSize(120);
    for (Prediction prediction : predictions.all()) {
      INDArray row = outputs.getRow(prediction.image());
      assertThat(prediction.label()).isEqualTo(images.label(prediction.image()));
      assertThat(prediction.predicted()).isEqualTo(row.argMax().getInt(0));
      assertThat(prediction.confidence()).isCloseTo(row.maxNumber().doubleValue(), within(1e-5));
      assertThat(prediction.confidenceInLabel())
          .isCloseTo(row.getDouble(prediction.label()), within(1e-5));
    }
  }

  @Test
  void accuracyIsThatOfTheMetrics() {
    MultiLayerNetwork network = TestNetworks.leNet();
    try (var executor = Engine.executor(network, 100, 3, 16, 16)) {
      Metrics metrics =
          Metrics.measure(
              executor, new BatchReader(images, NORMALIZATION, 100), Loss.CROSS_ENTROPY);
      assertThat(Predictions.of(TestNetworks.trained(network), images).accuracy())
          .isEqualTo(metrics.accuracy());
    }
  }

  @Test
  void severalNetworksAndViewsAreAveraged() {
    MultiLayerNetwork first = TestNetworks.leNet();
    MultiLayerNetwork second = TestNetworks.of(LeNet5.of(Activation.RELU), SampleImages.SHAPE, 2);
    ImageDataset mirrored = images.mirrored();
    Predictions together =
        Predictions.ofMean(
            List.of(TestNetworks.trained(first), TestNetworks.trained(second)),
            List.of(images, mirrored));
    INDArray mean = outputs(first, images);
    mean.addi(outputs(second, images)).addi(outputs(first, mirrored));
    mean.addi(outputs(second, mirrored)).divi(4);
    assertThat(together.images()).isSameAs(images);
    assertThat(together.all()).hasSize(120);
    for (Prediction prediction : together.all()) {
      INDArray row = mean.getRow(prediction.image());
      assertThat(prediction.label()).isEqualTo(images.label(prediction.image()));
      assertThat(prediction.confidence()).isCloseTo(row.maxNumber().doubleValue(), within(1e-5));
      assertThat(prediction.confidenceInLabel())
          .isCloseTo(row.getDouble(prediction.label()), within(1e-5));
    }
  }

  @Test
  void eachNetworkSeesTheImagesByItsOwnNormalization() {
    MultiLayerNetwork network = TestNetworks.leNet();
    var centered = new TrainedNetwork(network, Normalization.centered());
    var unit = new TrainedNetwork(network, Normalization.unit());
    Predictions together = Predictions.ofMean(List.of(centered, unit), List.of(images));
    INDArray mean = outputs(centered, images).addi(outputs(unit, images)).divi(2);
    for (Prediction prediction : together.all()) {
      assertThat(prediction.confidenceInLabel())
          .isCloseTo(mean.getDouble(prediction.image(), prediction.label()), within(1e-5));
    }
    assertThat(outputs(centered, images).distance2(outputs(unit, images))).isGreaterThan(0.01);
  }

  private static INDArray outputs(MultiLayerNetwork network, ImageDataset images) {
    return outputs(TestNetworks.trained(network), images);
  }

  private static INDArray outputs(TrainedNetwork trained, ImageDataset images) {
    var reader = new BatchReader(images, trained.normalization(), images.size());
    return trained.network().output(reader.inOrder().iterator().next().features(), false).dup();
  }

  @Test
  void aMeanOfWhatDoesNotBelongTogetherIsRefused() {
    var network = List.of(TestNetworks.trained(TestNetworks.leNet()));
    assertThatThrownBy(() -> Predictions.ofMean(network, List.of(images, images.take(9))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other images than the first");
    var scores =
        Networks.initialize(
            Networks.configuration(
                LeNet5.of(Activation.TANH), SampleImages.SHAPE, 4, Loss.MSE, new Sgd(0.1), 0, 1));
    assertThatThrownBy(
            () ->
                Predictions.ofMean(
                    List.of(network.get(0), TestNetworks.trained(scores)), List.of(images)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same loss");
    var fiveClasses =
        Networks.initialize(
            Networks.configuration(
                LeNet5.of(Activation.TANH),
                SampleImages.SHAPE,
                5,
                Loss.CROSS_ENTROPY,
                new Sgd(0.1),
                0,
                1));
    assertThatThrownBy(
            () ->
                Predictions.ofMean(
                    List.of(network.get(0), TestNetworks.trained(fiveClasses)), List.of(images)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 and 5 outputs");
    assertThatThrownBy(() -> Predictions.ofMean(List.of(), List.of(images)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 networks and 1 views");
  }

  @Test
  void theMostConfidentlyWrongComeFirst() {
    assertThat(byHand().correct()).extracting(Prediction::image).containsExactly(0, 2);
    assertThat(byHand().misclassified()).extracting(Prediction::image).containsExactly(1, 3);
    assertThat(byHand().mostConfidentlyWrong()).extracting(Prediction::image).containsExactly(3, 1);
    assertThat(byHand().accuracy()).isEqualTo(0.5);
  }

  @Test
  void aConfusionMatrixCountsTrueClassesAgainstPredictedOnes() {
    ConfusionMatrix matrix = ConfusionMatrix.of(byHand());
    assertThat(matrix.count(0, 0)).isEqualTo(1);
    assertThat(matrix.count(0, 2)).isEqualTo(1);
    assertThat(matrix.count(2, 0)).isEqualTo(1);
    assertThat(matrix.images(0)).isEqualTo(2);
    assertThat(matrix.recall(0)).isEqualTo(0.5);
    assertThat(matrix.precision(0)).isEqualTo(0.5);
    assertThat(matrix.recall(1)).isEqualTo(1);
    assertThat(matrix.recall(3)).isNaN();
    assertThat(matrix.confusions())
        .containsExactly(
            new Confusion("north west", "south west", 1),
            new Confusion("south west", "north west", 1));
  }

  @Test
  void topLossesComeByTheProbabilityOfTheImagesOwnClass() {
    assertThat(byHand().topLosses()).extracting(Prediction::image).containsExactly(3, 1, 2, 0);
  }
}
