package cnnlabs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.SampleImages;
import cnnlabs.data.ImageShape;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.train.Trainer;
import java.util.List;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

class SpatialDropoutTest {

  private static final Architecture NETWORK =
      input ->
          List.of(
              Layers.conv("conv1", 16, 3, Activation.IDENTITY),
              Layers.spatialDropout("dropout", 0.5));

  @Test
  void eachMapIsDroppedAsAWholeOrDoubled() {
    MultiLayerNetwork network =
        Networks.initialize(
            Networks.configuration(
                NETWORK, new ImageShape(1, 8, 8), 10, Loss.CROSS_ENTROPY, new Sgd(0.1), 0, 1));
    Nd4j.getRandom().setSeed(7);
    INDArray images = Nd4j.rand(DataType.FLOAT, 4, 1, 8, 8);
    INDArray maps = network.feedForward(images, false).get(1).dup();
    INDArray dropped = network.feedForward(images, true).get(2);
    int zeros = 0;
    for (int image = 0; image < 4; image++) {
      for (int map = 0; map < 16; map++) {
        double[] before = values(maps, image, map);
        double[] after = values(dropped, image, map);
        if (DoubleStream.of(after).allMatch(value -> value == 0)) {
          zeros++;
        } else {
          assertThat(after).isEqualTo(DoubleStream.of(before).map(value -> 2 * value).toArray());
        }
      }
    }
    assertThat(zeros).as("of 64 maps").isBetween(16, 48);
  }

  private static double[] values(INDArray maps, int image, int map) {
    return maps.get(
            NDArrayIndex.point(image),
            NDArrayIndex.point(map),
            NDArrayIndex.all(),
            NDArrayIndex.all())
        .dup()
        .data()
        .asDouble();
  }

  @Test
  void itTrainsOnDeeplearning4jsOwnLayers() {
    Run run =
        Trainer.on(SampleImages.split(40, 10))
            .withoutStore()
            .fit(NETWORK, Hyperparameters.defaults().withBatchSize(10).withEpochs(1));
    assertThat(run.settings().path()).isEqualTo("layers");
    assertThat(run.history().epochs()).hasSize(1);
  }

  @Test
  void itsSummaryNamesIt() {
    assertThat(ModelSummary.of(NETWORK, new ImageShape(1, 8, 8), 10).rows().get(1).description())
        .isEqualTo("spatial dropout");
  }

  @Test
  void aRateOfOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Layers.spatialDropout("dropout", 1))
        .withMessage("dropoutRate must be in [0, 1), but is 1.0");
  }
}
