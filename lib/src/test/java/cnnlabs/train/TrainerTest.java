package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.Layers;
import cnnlabs.model.Loss;
import cnnlabs.model.Networks;
import cnnlabs.run.EpochResult;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class TrainerTest {

  private static final Architecture SMALL =
      input ->
          List.of(
              Layers.conv("conv1", 4, 3, Activation.TANH),
              Layers.maxPool("pool1"),
              Layers.dense("dense1", 8, Activation.TANH));

  private static final Hyperparameters HYPERPARAMETERS =
      Hyperparameters.defaults().withLearningRate(0.05).withBatchSize(8).withEpochs(3);

  private final Split data = SampleImages.split(60, 20);

  @Test
  void learnsWhatCanBeLearned() {
    Run run = Trainer.on(data).withoutStore().fit(SMALL, HYPERPARAMETERS.withEpochs(15));
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(run.testError()).isLessThan(0.2);
  }

  /** The same epoch once more, in Deeplearning4j's words only. */
  @Test
  void trainingLossAndAccuracyAreRunningMeansBeforeEachUpdate() {
    Run run = Trainer.on(data).withoutStore().fit(SMALL, HYPERPARAMETERS.withEpochs(1));
    MultiLayerNetwork reference = untrained();
    double lossSum = 0;
    int correct = 0;
    var reader = new BatchReader(data.training(), Normalization.centered(), 8);
    for (Batch batch : reader.shuffled(HYPERPARAMETERS.seed(), 1)) {
      INDArray oneHot = Nd4j.eye(4).castTo(DataType.FLOAT).getRows(batch.labels());
      var set = new DataSet(batch.features(), oneHot);
      lossSum += reference.score(set) * batch.size();
      int[] predicted = reference.output(batch.features()).argMax(1).toIntVector();
      for (int row = 0; row < predicted.length; row++) {
        correct += predicted[row] == batch.labels()[row] ? 1 : 0;
      }
      reference.fit(set);
    }
    EpochResult result = run.history().epochs().get(0);
    assertThat(result.training().loss()).isCloseTo(lossSum / 60, within(1e-5));
    assertThat(result.training().accuracy()).isEqualTo(correct / 60.0);
    assertThat(run.network().params().toFloatVector())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(reference.params().toFloatVector());
  }

  private MultiLayerNetwork untrained() {
    return Networks.initialize(
        Networks.configuration(
            SMALL,
            data.shape(),
            data.classes(),
            HYPERPARAMETERS.loss(),
            HYPERPARAMETERS.optimizer().updater(HYPERPARAMETERS.learningRate()),
            0,
            HYPERPARAMETERS.seed()));
  }

  @Test
  void testMetricsAreThoseOfTheNetworkAfterTheEpoch() {
    Run run = Trainer.on(data).withoutStore().keepingEpochs(0, 2).fit(SMALL, HYPERPARAMETERS);
    var images = new BatchReader(data.test(), Normalization.centered(), 20);
    Batch all = images.inOrder().iterator().next();
    INDArray oneHot = Nd4j.eye(4).castTo(DataType.FLOAT).getRows(all.labels());
    assertThat(run.networks()).containsOnlyKeys(0, 2, 3);
    for (int epoch : new int[] {2, 3}) {
      assertThat(run.history().epochs().get(epoch - 1).test().loss())
          .isCloseTo(run.network(epoch).score(new DataSet(all.features(), oneHot)), within(1e-5));
    }
    assertThat(run.network(0).params().toFloatVector())
        .isEqualTo(untrained().params().toFloatVector());
  }

  @Test
  void validationIsMeasuredWhereItIsHeldOut() {
    Run run = Trainer.on(data.withValidation(12, 1)).withoutStore().fit(SMALL, HYPERPARAMETERS);
    assertThat(run.history().last().orElseThrow().validation()).isPresent();
    assertThat(run.data().validationImages()).isEqualTo(12);
  }

  @Test
  void theSeedDecidesEveryBit() {
    Trainer trainer = Trainer.on(data).withoutStore();
    float[] first = trainer.fit(SMALL, HYPERPARAMETERS).network().params().toFloatVector();
    assertThat(trainer.fit(SMALL, HYPERPARAMETERS).network().params().toFloatVector())
        .isEqualTo(first);
    assertThat(trainer.fit(SMALL, HYPERPARAMETERS.withSeed(2)).network().params().toFloatVector())
        .isNotEqualTo(first);
  }

  @Test
  void divergenceEndsTheRunWithinOneIteration() {
    Run run =
        Trainer.on(data)
            .withoutStore()
            .fit(SMALL, HYPERPARAMETERS.withLoss(Loss.MSE).withLearningRate(1e30));
    assertThat(run.status()).isEqualTo(RunStatus.DIVERGED);
    assertThat(run.iterations()).isLessThan(8);
    assertThat(run.history().epochs()).isEmpty();
    assertThat(run.testError()).isNaN();
  }

  @Test
  void interruptionKeepsTheEpochsThatWereFinished() {
    Trainer trainer =
        Trainer.on(data)
            .withoutStore()
            .withProgress(
                runs -> {
                  if (runs.get(0).history().epochs().size() >= 2) {
                    Thread.currentThread().interrupt();
                  }
                });
    Run run = trainer.fit(SMALL, HYPERPARAMETERS.withEpochs(1_000_000));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(run.history().epochs()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void refusesABatchLargerThanTheSet() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Trainer.on(data).withoutStore().fit(SMALL, HYPERPARAMETERS.withBatchSize(61)))
        .withMessageContaining("61")
        .withMessageContaining("choose 1 to 60");
  }

  @Test
  void refusesAnEpochAndANumberOfImagesThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.on(data).keepingEpochs(1, -1))
        .withMessage("An epoch to keep must be at least 0, the start, but is -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.on(data).measuringLayers(-1))
        .withMessage("Layers are measured over at least 1 image, such as 500, not over -1");
  }

  @Test
  void layerStatisticsAreMeasuredWhereTheyAreAskedFor() {
    Run run = Trainer.on(data).withoutStore().measuringLayers(30).fit(SMALL, HYPERPARAMETERS);
    assertThat(run.history().last().orElseThrow().layers())
        .extracting("layer")
        .containsExactly("conv1", "dense1", "output");
    assertThat(run.history().table().columnNames())
        .contains("gradientNorm.conv1", "parameterNorm.output");
    assertThat(run.history().table().doubleColumn("gradientNorm.conv1").min()).isPositive();
  }

  @Test
  void aSavedNetworkIsAPlainModel(@TempDir Path folder) throws IOException {
    Run run = Trainer.on(data).withoutStore().fit(SMALL, HYPERPARAMETERS);
    Path file = folder.resolve("network.zip");
    run.network().save(file.toFile());
    MultiLayerNetwork loaded = ModelSerializer.restoreMultiLayerNetwork(file.toFile());
    assertThat(loaded.params()).isEqualTo(run.network().params());
    assertThat(loaded.getLayerWiseConfigurations().toJson()).doesNotContain("cnnlabs");
  }
}
