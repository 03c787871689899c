package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import cnnlabs.SampleImages;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.run.Trial;
import cnnlabs.store.RunStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

  private static final Hyperparameters HYPERPARAMETERS =
      Hyperparameters.defaults().withBatchSize(10).withEpochs(2);

  private final Split data = SampleImages.split(80, 20);
  private final Trainer trainer = Trainer.on(data).withoutStore();
  private final Grid grid =
      Grid.of(HYPERPARAMETERS, LeNet5.of(Activation.TANH), LeNet5.of(Activation.SIGMOID))
          .withLosses(Loss.MSE, Loss.CROSS_ENTROPY)
          .withLearningRates(0.1, 0.01);

  private static List<float[]> weights(List<Run> runs) {
    return runs.stream().map(run -> run.network().params().toFloatVector()).toList();
  }

  @Test
  void resultsDoNotDependOnHowManyTrainAtOnce() {
    List<float[]> alone = weights(Sweep.with(trainer).withThreads(1).run(grid));
    List<float[]> together = weights(Sweep.with(trainer).withThreads(8).run(grid));
    assertThat(together).usingElementComparator(Arrays::compare).isEqualTo(alone);
  }

  @Test
  void aRunOfASweepIsThatOfTheTrainerAlone() {
    Run first = Sweep.with(trainer).run(grid).get(0);
    Run alone = trainer.fit(first.trial().architecture(), first.hyperparameters());
    assertThat(first.network().params().toFloatVector())
        .isEqualTo(alone.network().params().toFloatVector());
    assertThat(first.settings()).isEqualTo(alone.settings());
  }

  @Test
  void aDivergedRunIsAResultAndTheOthersGoOn() {
    Grid withOneTooFast =
        Grid.of(HYPERPARAMETERS.withLoss(Loss.MSE), LeNet5.of(Activation.TANH))
            .withLearningRates(1e30, 0.01);
    assertThat(Sweep.with(trainer).run(withOneTooFast))
        .extracting(Run::status)
        .containsExactly(RunStatus.DIVERGED, RunStatus.COMPLETED);
  }

  @Test
  void aRunWhoseLastReportIsLostIsNotSaidToComeFromTheStore(@TempDir Path folder) {
    Cluster silent =
        new Cluster() {
          @Override
          public int slots() {
            return 1;
          }

          @Override
          public Map<Integer, String> train(
              Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress) {
            tasks.forEach(task -> task.train(data, now -> {}));
            return Map.of();
          }
        };
    var last = new AtomicReference<List<RunProgress>>();
    Sweep.with(Trainer.on(data).withStore(RunStore.at(folder)))
        .withProgress(last::set)
        .on(silent)
        .run(Grid.of(HYPERPARAMETERS, LeNet5.of(Activation.TANH)));
    assertThat(last.get())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
              assertThat(run.stored()).isEmpty();
            });
  }

  @Test
  void progressComesFromTheCallingThreadAndEndsComplete() {
    var reports = new ArrayList<List<RunProgress>>();
    var threads = new ArrayList<Thread>();
    Sweep.with(trainer)
        .withProgress(
            runs -> {
              reports.add(runs);
              threads.add(Thread.currentThread());
            })
        .run(grid);
    assertThat(threads).containsOnly(Thread.currentThread());
    assertThat(reports.get(reports.size() - 1))
        .hasSize(8)
        .allSatisfy(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
              assertThat(run.fraction()).isEqualTo(1);
              assertThat(run.epoch()).isEqualTo(2);
            });
  }

  @Test
  @Timeout(30)
  void interruptionEndsAllRunsAndKeepsThem() throws InterruptedException {
    var runs = new AtomicReference<List<Run>>();
    Grid endless = Grid.of(HYPERPARAMETERS.withEpochs(1_000_000), LeNet5.of(Activation.TANH));
    Grid several = endless.withLearningRates(0.1, 0.01, 0.001);
    var caller =
        new Thread(() -> runs.set(Sweep.with(trainer).withThreads(2).run(several)), "caller");
    caller.start();
    Thread.sleep(1500);
    long begin = System.nanoTime();
    caller.interrupt();
    caller.join();
    assertThat((System.nanoTime() - begin) / 1e9).isLessThan(2);
    assertThat(runs.get())
        .hasSize(2)
        .allSatisfy(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
              assertThat(run.history().epochs()).isNotEmpty();
            });
  }

  @Test
  @Timeout(30)
  void anExceptionOfTheListenerEndsAllRuns() throws InterruptedException {
    Grid endless =
        Grid.of(HYPERPARAMETERS.withEpochs(1_000_000), LeNet5.of(Activation.TANH))
            .withLearningRates(0.1, 0.01, 0.001);
    Sweep watched =
        Sweep.with(trainer)
            .withThreads(2)
            .withProgress(
                runs -> {
                  throw new IllegalStateException("thrown by the listener");
                });
    assertThatIllegalStateException()
        .isThrownBy(() -> watched.run(endless))
        .withMessage("thrown by the listener");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("cnnlabs-train")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).as("training goes on").isFalse();
      }
    }
  }

  @Test
  void aTrialThatDoesNotFitEndsTheSweep() {
    Grid tooLarge =
        new Grid(
            List.of(
                new Trial(LeNet5.of(Activation.TANH), HYPERPARAMETERS.withEpochs(1_000_000)),
                new Trial(LeNet5.of(Activation.TANH), HYPERPARAMETERS.withBatchSize(81))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sweep.with(trainer).withThreads(2).run(tooLarge))
        .withMessageContaining("81");
  }
}
