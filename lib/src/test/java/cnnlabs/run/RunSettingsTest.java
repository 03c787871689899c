package cnnlabs.run;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.data.Augmentation;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.train.Trainer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunSettingsTest {

  private static final Hyperparameters BASE =
      Hyperparameters.defaults().withBatchSize(10).withEpochs(1);

  private final Split data = SampleImages.split(20, 10);

  private static String key(Trainer trainer, LeNet5 network, Hyperparameters hyperparameters) {
    return trainer.fit(network, hyperparameters).settings().key();
  }

  private String key(Hyperparameters hyperparameters) {
    return key(Trainer.on(data).withoutStore(), LeNet5.of(Activation.TANH), hyperparameters);
  }

  @Test
  void everyPartThatDecidesTheResultChangesTheKey() {
    LeNet5 tanh = LeNet5.of(Activation.TANH);
    Trainer trainer = Trainer.on(data).withoutStore();
    List<String> keys =
        List.of(
            key(BASE),
            key(BASE.withLearningRate(0.02)),
            key(BASE.withBatchSize(5)),
            key(BASE.withLoss(Loss.MSE)),
            key(BASE.withOptimizer(Optimizer.momentum(0.9))),
            key(BASE.withOptimizer(Optimizer.momentum(0.8))),
            key(BASE.withOptimizer(Optimizer.adam())),
            key(BASE.withOptimizer(Optimizer.rmsProp())),
            key(BASE.withL2(1e-4)),
            key(BASE.withAugmentation(Augmentation.none().withCropPadding(2))),
            key(BASE.withAugmentation(Augmentation.none().withCropPadding(3))),
            key(BASE.withSeed(2)),
            key(trainer, LeNet5.of(Activation.SIGMOID), BASE),
            key(trainer, tanh.withKernelSize(3), BASE),
            key(trainer.withNormalization(Normalization.unit()), tanh, BASE),
            key(Trainer.on(data.takeTraining(19)).withoutStore(), tanh, BASE),
            key(Trainer.on(data.takeTest(9)).withoutStore(), tanh, BASE),
            key(Trainer.on(data.withValidation(2, 1)).withoutStore(), tanh, BASE));
    Set<String> distinct = new HashSet<>(keys);
    assertThat(distinct).hasSize(keys.size());
  }

  @Test
  void theNumberOfEpochsDoesNot() {
    assertThat(key(BASE.withEpochs(2))).isEqualTo(key(BASE));
  }

  @Test
  void whatIsOnlyMeasuredOrKeptDoesNot() {
    Trainer trainer = Trainer.on(data).withoutStore().measuringLayers(5).keepingEpochs(0);
    assertThat(key(trainer, LeNet5.of(Activation.TANH), BASE)).isEqualTo(key(BASE));
  }

  @Test
  void theJsonOfASettingNamesEveryPartInOrder() {
    var settings =
        new RunSettings(
            "{}", 10, "crop 4", 0.1, "abc", Normalization.centered(), "CPU", "layers", 1);
    assertThat(settings.json())
        .isEqualTo(
            "{\"augmentation\":\"crop 4\",\"backEnd\":\"CPU\",\"batchSize\":10,\"data\":\"abc\","
                + "\"labelSmoothing\":0.1,\"network\":\"{}\",\"normalization\":\"(x/255 - 0.5) / 0.5\",\"path\":\"layers\","
                + "\"version\":1}");
  }

  /** What 16 digits the first version of the library gave these settings. */
  @Test
  void aRunWithoutAugmentationHasTheKeyOfTheTimeBeforeThereWasAny() {
    var settings =
        new RunSettings("{}", 10, "none", 0, "abc", Normalization.centered(), "CPU", "layers", 1);
    assertThat(settings.key()).isEqualTo("d2e509ef9f1554d5");
  }
}
