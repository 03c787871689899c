package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.SampleImages;
import cnnlabs.data.Split;
import cnnlabs.evaluate.Metrics;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.EpochResult;
import cnnlabs.run.History;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Schedule;
import cnnlabs.store.MemoryFolder;
import cnnlabs.store.RunStore;
import cnnlabs.store.StoreSamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyStoppingTest {

  private static final int EPOCHS = 12;

  private static final Split DATA = SampleImages.split(60, 20).withValidation(20, 1);
  private static final LeNet5 NETWORK = LeNet5.of(Activation.TANH);
  private static final Hyperparameters CHOSEN =
      Hyperparameters.defaults().withBatchSize(10).withEpochs(EPOCHS);

  private static History history(double... validation) {
    return new History(
        IntStream.rangeClosed(1, validation.length)
            .mapToObj(
                epoch ->
                    new EpochResult(
                        epoch,
                        new Metrics(1, 0.5),
                        0,
                        Optional.of(new Metrics(1, validation[epoch - 1])),
                        new Metrics(1, 0.5),
                        1,
                        1,
                        List.of()))
            .toList());
  }

  @Test
  void patienceIsLostAfterSoManyEpochsWithoutAGreaterAccuracy() {
    RunOptions two = RunOptions.NONE.withPatience(2);
    assertThat(two.epochs(10, history(0.1, 0.2, 0.3))).isEqualTo(10);
    assertThat(two.epochs(10, history(0.1, 0.3, 0.3, 0.2))).as("equal is not greater").isEqualTo(4);
    assertThat(two.epochs(10, history(0.1, 0.3, 0.2, 0.4, 0.3))).isEqualTo(10);
    assertThat(two.epochs(3, history(0.1, 0.3, 0.2, 0.1))).as("no more than wanted").isEqualTo(3);
    assertThat(RunOptions.NONE.epochs(10, history(0.3, 0.2, 0.1))).isEqualTo(10);
  }

  @Test
  void aRunThatStopsEarlyIsTheBeginningOfTheWhole(
      @TempDir(factory = MemoryFolder.class) Path folder) {
    Run whole = Trainer.on(DATA).withoutStore().fit(NETWORK, CHOSEN);
    int expected = RunOptions.NONE.withPatience(1).epochs(EPOCHS, whole.history());
    assertThat(expected).as("of use only if it stops").isLessThan(EPOCHS);
    Trainer trainer = Trainer.on(DATA).withStore(RunStore.at(folder));

    Run stopped = trainer.stoppingEarly(1).fit(NETWORK, CHOSEN);
    assertThat(stopped.status()).isEqualTo(RunStatus.COMPLETED);
    StoreSamples.assertSame(
        stopped, Trainer.on(DATA).withoutStore().fit(NETWORK, CHOSEN.withEpochs(expected)));

    var reports = new ArrayList<RunProgress>();
    Run again = trainer.stoppingEarly(1).withProgress(reports::addAll).fit(NETWORK, CHOSEN);
    StoreSamples.assertSame(again, stopped);
    assertThat(reports).singleElement().matches(now -> now.stored().isPresent());

    StoreSamples.assertSame(trainer.fit(NETWORK, CHOSEN), whole);
    StoreSamples.assertSame(trainer.stoppingEarly(1).fit(NETWORK, CHOSEN), stopped);
  }

  /** A run of fewer epochs would be another one: its cosine would end sooner. */
  @Test
  void theNetworkOfARunThatStoppedEarlyHasItsOwnLearningRates(
      @TempDir(factory = MemoryFolder.class) Path folder) {
    Hyperparameters cosine = CHOSEN.withSchedule(Schedule.cosine());
    Run expected = Trainer.on(DATA).withoutStore().stoppingEarly(1).fit(NETWORK, cosine);
    assertThat(expected.history().epochs()).hasSizeLessThan(EPOCHS);
    Trainer trainer = Trainer.on(DATA).withStore(RunStore.at(folder));
    trainer.fit(NETWORK, cosine); // The whole, which keeps no network on the way.
    StoreSamples.assertSame(trainer.stoppingEarly(1).fit(NETWORK, cosine), expected);
  }

  @Test
  void thereMustBeValidationImagesAndPatience() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.on(SampleImages.split(60, 20)).stoppingEarly(3))
        .withMessageContaining("withValidation");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.on(DATA).stoppingEarly(0))
        .withMessage("patience must be at least 1 epoch, such as 5, but is 0");
  }
}
