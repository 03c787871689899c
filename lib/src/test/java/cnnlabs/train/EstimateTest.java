package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.SampleImages;
import cnnlabs.data.Augmentation;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Optimizer;
import cnnlabs.run.Schedule;
import cnnlabs.store.MemoryFolder;
import cnnlabs.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateTest {

  private static final Hyperparameters CHOSEN =
      Hyperparameters.defaults().withBatchSize(10).withEpochs(2);

  private final Split data = SampleImages.split(80, 20);
  private final LeNet5 tanh = LeNet5.of(Activation.TANH);
  private final Grid grid = Grid.of(CHOSEN, tanh).withLearningRates(0.1, 0.01, 0.001);
  private final Trainer trainer;
  private final Path folder;

  EstimateTest(@TempDir(factory = MemoryFolder.class) Path folder) {
    this.folder = folder;
    trainer = Trainer.on(data).withStore(RunStore.at(folder));
  }

  @Test
  void aRunOfTheStoreCostsNothing() {
    Sweep.with(trainer).run(Grid.of(CHOSEN.withEpochs(3), tanh).withLearningRates(0.1, 0.01));
    Estimate some = Sweep.with(trainer).withThreads(2).estimate(grid);
    assertThat(some.runs()).isEqualTo(3);
    assertThat(some.stored()).isEqualTo(2);
    assertThat(some.toTrain()).isEqualTo(1);
    assertThat(some.atOnce()).isEqualTo(1);
    assertThat(some.seconds()).isPositive();

    Sweep.with(trainer).run(grid);
    Estimate none = Sweep.with(trainer).estimate(grid);
    assertThat(none.toTrain()).isZero();
    assertThat(none.seconds()).isZero();
    assertThat(none.bytes()).isZero();
  }

  @Test
  void aFreshTrainingTakesNothingFromTheStore() {
    trainer.fit(tanh, CHOSEN);
    assertThat(trainer.estimate(tanh, CHOSEN).toTrain()).isZero();
    assertThat(trainer.fresh().estimate(tanh, CHOSEN).toTrain()).isEqualTo(1);
  }

  @Test
  void whatIsNotKeptInTheStoreCountsAsToTrain() {
    trainer.fit(tanh, CHOSEN);
    assertThat(trainer.keepingEpochs(1).estimate(tanh, CHOSEN).toTrain()).isEqualTo(1);
  }

  @Test
  void estimatingTrainsAndStoresNothing() {
    Sweep.with(trainer).estimate(grid);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theDiskIsThatOfTheNetworksThatAreKept() throws IOException {
    Hyperparameters adam = CHOSEN.withOptimizer(Optimizer.adam());
    Trainer keeping = trainer.keepingEpochs(1, 7);
    Estimate estimate = keeping.estimate(tanh, adam);
    long parameters = keeping.fit(tanh, adam).network().numParams();
    // Epoch 1 and the last; Adam keeps two moments a parameter; floats.
    assertThat(estimate.bytes()).isEqualTo(2 * 3 * 4 * parameters);
    assertThat(estimate.folder()).hasValue(folder);

    long onDisk = 0;
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".zip")).toList()) {
        onDisk += Files.size(file);
      }
    }
    assertThat((double) onDisk / estimate.bytes()).isCloseTo(1, within(0.25));
  }

  @Test
  void theLongestRunIsEstimatedLikeAnyOther() {
    Hyperparameters longest = CHOSEN.withEpochs(Integer.MAX_VALUE);
    Estimate one = trainer.keepingEpochs(1).estimate(tanh, CHOSEN);
    Estimate many = trainer.keepingEpochs(1).estimate(tanh, longest);
    assertThat(many.toTrain()).isEqualTo(1);
    assertThat(many.seconds()).isGreaterThan(one.seconds());
    assertThat(many.bytes()).isEqualTo(one.bytes());
    for (Schedule schedule : List.of(Schedule.cosine(), Schedule.oneCycle())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> trainer.estimate(tanh, longest.withSchedule(schedule)))
          .withMessageContaining("give");
    }
  }

  @Test
  void withoutAStoreNothingIsKept() {
    Estimate estimate = trainer.withoutStore().estimate(tanh, CHOSEN);
    assertThat(estimate.bytes()).isZero();
    assertThat(estimate.folder()).isEmpty();
    assertThat(estimate.data().label()).isEqualTo("quarters stand-in");
  }

  @Test
  void runsAreDividedOverTheThreads() {
    assertThat(Estimator.finish(List.of(3.0, 1.0, 1.0, 1.0), 1)).isEqualTo(6);
    assertThat(Estimator.finish(List.of(3.0, 1.0, 1.0, 1.0), 2)).isEqualTo(3);
    assertThat(Estimator.finish(List.of(1.0, 1.0, 1.0), 2)).isEqualTo(2);
    assertThat(Sweep.with(trainer).withThreads(2).estimate(grid).atOnce()).isEqualTo(2);
    assertThat(Sweep.with(trainer).withThreads(8).estimate(grid).atOnce()).isEqualTo(3);
  }

  @Test
  void whatDoesNotFitTheDataFailsBeforeTraining() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.estimate(tanh, CHOSEN.withBatchSize(81)))
        .withMessageContaining("81");
  }

  /** An augmentation that does not fit the images shows that it is timed. */
  @Test
  void theAugmentationOfEachTrialIsTimed() {
    Hyperparameters tooLarge = CHOSEN.withAugmentation(Augmentation.none().withCropPadding(1000));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.estimate(tanh, tooLarge))
        .withMessageContaining("cropPadding");
    Grid both = Grid.of(CHOSEN, tanh).and(Grid.of(tooLarge, tanh));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sweep.with(trainer).estimate(both))
        .withMessageContaining("cropPadding");
  }

  @Test
  void anInterruptionEndsTheTiming() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> trainer.estimate(tanh, CHOSEN));
    assertThat(Thread.interrupted()).isTrue();
  }
}
