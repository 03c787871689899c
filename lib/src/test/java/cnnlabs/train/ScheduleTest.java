package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.model.Loss;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Optimizer;
import cnnlabs.run.Run;
import cnnlabs.run.Schedule;
import cnnlabs.run.Trial;
import cnnlabs.store.MemoryFolder;
import cnnlabs.store.RunStore;
import cnnlabs.store.StoreSamples;
import cnnlabs.store.StoredRun;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.schedule.ISchedule;

class ScheduleTest {

  private static final int BATCHES = 50;

  private static double[] byEpoch(Schedule schedule, int epochs) {
    ISchedule rates = schedule.of(0.4, epochs, BATCHES).orElseThrow();
    return IntStream.range(0, epochs)
        .mapToDouble(epoch -> rates.valueAt(epoch * BATCHES, epoch))
        .toArray();
  }

  @Test
  void aConstantRateNeedsNoSchedule() {
    assertThat(Schedule.constant().of(0.4, 3, BATCHES)).isEmpty();
  }

  @Test
  void stepsMultiply() {
    assertThat(byEpoch(Schedule.step(2, 0.1), 5))
        .containsExactly(new double[] {0.4, 0.4, 0.04, 0.04, 0.004}, within(1e-12));
  }

  @Test
  void aCosineFallsFromTheRateTowardsZero() {
    assertThat(byEpoch(Schedule.cosine(), 4))
        .containsExactly(
            new double[] {0.4, 0.2 * (1 + Math.sqrt(0.5)), 0.2, 0.2 * (1 - Math.sqrt(0.5))},
            within(1e-12));
  }

  @Test
  void oneCycleRisesToTheRateAndFallsToNothing() {
    ISchedule rates = Schedule.oneCycle().of(0.4, 10, BATCHES).orElseThrow();
    double[] values =
        IntStream.range(0, 10 * BATCHES)
            .mapToDouble(iteration -> rates.valueAt(iteration, iteration / BATCHES))
            .toArray();
    assertThat(values[0]).isBetween(0.4 / 25, 0.4 / 20);
    assertThat(values[499]).isBetween(0.4 / 250_000, 0.4 / 1000);
    assertThat(DoubleStream.of(values).max().orElse(0)).isBetween(0.399, 0.4);
    assertThat(values[150]).as("the top is at 30 %% of the run").isGreaterThan(0.399);
    for (int i = 1; i <= 150; i++) {
      assertThat(values[i]).isGreaterThanOrEqualTo(values[i - 1]);
    }
    for (int i = 151; i < values.length; i++) {
      assertThat(values[i]).isLessThanOrEqualTo(values[i - 1]);
    }
  }

  /** The rates are part of a run's key: each bit must be the same on every JVM. */
  @Test
  void theRatesAreThoseOfStrictMathToTheBit() {
    double[] cosine = byEpoch(Schedule.cosine(), 60);
    for (int epoch = 0; epoch < 60; epoch++) {
      assertThat(cosine[epoch])
          .as("epoch %d", epoch)
          .isEqualTo(0.4 * (1 + StrictMath.cos(Math.PI * epoch / 60)) / 2);
    }
    ISchedule rates = Schedule.oneCycle().of(0.4, 2, BATCHES).orElseThrow();
    for (int step = 30; step < 100; step++) {
      double end = 1 / 25.0 / 1e4;
      double part = ((step + 0.5) / 100 - 0.3) / (1 - 0.3);
      assertThat(rates.valueAt(step, 0))
          .as("iteration %d", step)
          .isEqualTo(0.4 * (end + (1 - end) * (1 + StrictMath.cos(Math.PI * part)) / 2));
    }
  }

  @Test
  void aRunThatIsTooLongForItsScheduleIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.cosine().of(0.4, Integer.MAX_VALUE, BATCHES))
        .withMessage(
            "A cosine has a step for each epoch, of 10,000 at most, but the run has 2,147,483,647:"
                + " give it fewer epochs, or oneCycle().");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.oneCycle().of(0.4, Integer.MAX_VALUE, BATCHES))
        .withMessageContaining("2,147,483,647 epochs of 50 batches are 107,374,182,350");
    assertThat(Schedule.oneCycle().of(0.4, Integer.MAX_VALUE, 1)).isPresent();
  }

  @Test
  void aRunOfFewerIterationsThanStepsHasARateForEach() {
    ISchedule rates = Schedule.oneCycle().of(0.4, 1, 3).orElseThrow();
    assertThat(IntStream.range(0, 3).mapToDouble(i -> rates.valueAt(i, 0)).distinct()).hasSize(3);
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.step(0, 0.1))
        .withMessageContaining("at least 1 epoch");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.step(1, 1))
        .withMessageContaining("but is 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreSamples.CHOSEN.withLabelSmoothing(1))
        .withMessageContaining("labelSmoothing must be in [0, 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreSamples.CHOSEN.withLoss(Loss.MSE))
        .withMessageContaining("labelSmoothing is for cross-entropy, but the loss is MSE");
  }

  private static Hyperparameters chosen(Schedule schedule) {
    return StoreSamples.CHOSEN.withSchedule(schedule).withEpochs(2);
  }

  private static Stream<Arguments> changing() {
    return Stream.of(
            Optimizer.sgd(), Optimizer.momentum(0.9), Optimizer.adam(), Optimizer.rmsProp())
        .flatMap(
            optimizer ->
                Stream.of(Schedule.step(1, 0.5), Schedule.cosine(), Schedule.oneCycle())
                    .map(schedule -> Arguments.of(optimizer, schedule)));
  }

  @ParameterizedTest
  @MethodSource("changing")
  void aStoppedRunGoesOnWhereItsRateWas(
      Optimizer optimizer, Schedule schedule, @TempDir(factory = MemoryFolder.class) Path folder) {
    Hyperparameters chosen = chosen(schedule).withOptimizer(optimizer);
    Trainer trainer = Trainer.on(StoreSamples.DATA).withStore(RunStore.at(folder));
    var trial = new Trial(StoreSamples.NETWORK, chosen);
    EveryBatch.fit(
        trainer,
        trial,
        now -> {
          if (now.iterations() == 11) { // in the second epoch
            Thread.currentThread().interrupt();
          }
        });
    assertThat(Thread.interrupted()).isTrue();
    Run undisturbed =
        Trainer.on(StoreSamples.DATA).withoutStore().fit(StoreSamples.NETWORK, chosen);
    StoreSamples.assertSame(trainer.fit(StoreSamples.NETWORK, chosen), undisturbed);
    Run constant =
        Trainer.on(StoreSamples.DATA)
            .withoutStore()
            .fit(StoreSamples.NETWORK, chosen.withSchedule(Schedule.constant()));
    assertThat(undisturbed.network().params()).isNotEqualTo(constant.network().params());
    assertThat(RunStore.at(folder).runs())
        .singleElement()
        .extracting(StoredRun::hyperparameters)
        .isEqualTo(chosen);
  }

  @Test
  void aRunWhoseRateCameToItsEndIsNotCarriedOn() {
    Run run =
        Trainer.on(StoreSamples.DATA)
            .withoutStore()
            .fit(StoreSamples.NETWORK, chosen(Schedule.cosine()));
    assertThatThrownBy(() -> Trainer.on(StoreSamples.DATA).withoutStore().resume(run, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("came to its end in 2 epochs");
  }

  @Test
  void aLabelNamesTheScheduleAndTheSmoothing() {
    assertThat(new Trial(StoreSamples.NETWORK, chosen(Schedule.oneCycle())).label())
        .contains("Adam 0.01 one cycle, label smoothing 0.1");
  }
}
