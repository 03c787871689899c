package cnnlabs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.run.Grid;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.store.RunStore;
import cnnlabs.train.Cluster;
import cnnlabs.train.RunProgress;
import cnnlabs.train.Sweep;
import cnnlabs.train.SweepTask;
import cnnlabs.train.TaskProgress;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps on Spark within this process: {@code local[2]}. */
@Timeout(120)
class SparkSweepTest {

  private static final SparkCluster CLUSTER = SparkCluster.at("local[2]");

  private RunStore store;
  private Sweep sweep;

  @BeforeEach
  void open(@TempDir Path folder) {
    store = RunStore.at(folder);
    sweep = Sweep.with(Trainer.on(Samples.DATA).withStore(store)).on(CLUSTER);
  }

  @AfterAll
  static void close() {
    CLUSTER.close();
  }

  @Test
  void theWeightsAreThoseOfAPlainSweepToTheBit() {
    List<Run> runs = sweep.run(Samples.GRID);
    assertThat(runs).hasSize(24).allMatch(run -> run.status() == RunStatus.COMPLETED);
    assertThat(runs).extracting(Run::trial).isEqualTo(Samples.GRID.trials());
    Samples.assertSameWeights(Samples.weights(runs), Samples.plainWeights(Samples.GRID));
  }

  @Test
  void whatTheStoreHasIsNotTrainedAgain() {
    Grid half = new Grid(Samples.GRID.trials().subList(0, 4));
    sweep.run(half);
    var counting = new Counting();
    List<Run> runs = sweep.on(counting).run(new Grid(Samples.GRID.trials().subList(0, 6)));
    assertThat(counting.tasks).hasSize(2);
    assertThat(runs).hasSize(6);
    sweep.on(counting).run(half);
    assertThat(counting.tasks).hasSize(2);
  }

  @Test
  void equalTrialsTrainOnce() {
    var counting = new Counting();
    Grid twice = Grid.of(Samples.CHOSEN, LeNet5.of(Activation.TANH), LeNet5.of(Activation.TANH));
    List<Run> runs = sweep.on(counting).run(twice);
    assertThat(counting.tasks).hasSize(1);
    assertThat(runs).hasSize(2);
  }

  /** The marker, a file in the store, is what the executors are to see there. */
  @Test
  void whatCannotBeTidiedUpHidesNoResult() {
    Grid one = new Grid(Samples.GRID.trials().subList(0, 1));
    List<Run> runs =
        sweep
            .on(
                handing(
                    tasks ->
                        new AbstractList<>() {
                          @Override
                          public SweepTask get(int index) {
                            markers().forEach(SparkSweepTest::makeUndeletable);
                            return tasks.get(index);
                          }

                          @Override
                          public int size() {
                            return tasks.size();
                          }
                        }))
            .run(one);
    assertThat(runs).extracting(Run::status).containsExactly(RunStatus.COMPLETED);
    assertThat(markers()).hasSize(1);
  }

  @Test
  void aSweepThatCannotBeginLeavesNothing() {
    Cluster failing =
        handing(
            tasks ->
                new AbstractList<>() {
                  @Override
                  public SweepTask get(int index) {
                    return tasks.get(index);
                  }

                  @Override
                  public int size() {
                    throw new IllegalStateException("thrown by the list");
                  }
                });
    assertThatIllegalStateException()
        .isThrownBy(() -> sweep.on(failing).run(Samples.GRID))
        .withMessage("thrown by the list");
    assertThat(markers()).isEmpty();
  }

  /** The cluster, which is handed another list. */
  private static Cluster handing(UnaryOperator<List<SweepTask>> change) {
    return new Cluster() {
      @Override
      public int slots() {
        return CLUSTER.slots();
      }

      @Override
      public Map<Integer, String> train(
          Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress) {
        return CLUSTER.train(data, change.apply(tasks), progress);
      }
    };
  }

  private List<Path> markers() {
    try (Stream<Path> all = Files.list(store.folder())) {
      return all.filter(file -> file.getFileName().toString().startsWith(".cnnlabs-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder that is not empty, in the file's place. */
  private static void makeUndeletable(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
        Files.createFile(Files.createDirectory(file).resolve("file"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Counts what goes out. */
  private static final class Counting implements Cluster {

    private final List<SweepTask> tasks = new ArrayList<>();

    @Override
    public int slots() {
      return CLUSTER.slots();
    }

    @Override
    public Map<Integer, String> train(
        Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress) {
      this.tasks.addAll(tasks);
      return CLUSTER.train(data, tasks, progress);
    }
  }

  @Test
  void aDivergedRunIsAResult() {
    Grid tooFast =
        Grid.of(Samples.CHOSEN.withLoss(Loss.MSE), LeNet5.of(Activation.TANH))
            .withLearningRates(1e30, 0.01);
    assertThat(sweep.run(tooFast))
        .extracting(Run::status)
        .containsExactly(RunStatus.DIVERGED, RunStatus.COMPLETED);
  }

  @Test
  void progressGrowsAndEndsComplete() {
    var reports = new ArrayList<List<RunProgress>>();
    sweep
        .withProgress(reports::add)
        .run(Grid.of(Samples.CHOSEN.withEpochs(400), LeNet5.of(Activation.TANH)).withSeeds(1, 2));
    assertThat(reports.stream().map(runs -> runs.get(0).iterations()).distinct().count())
        .isGreaterThan(2);
    assertThat(reports.get(reports.size() - 1))
        .allSatisfy(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
              assertThat(run.history().epochs()).hasSize(400);
            });
  }

  @Test
  void aTaskThatFailsLeavesTheOthers() {
    var reasons = new ConcurrentHashMap<Integer, String>();
    List<Run> runs =
        sweep.on(new Spoiling(reasons)).run(new Grid(Samples.GRID.trials().subList(0, 3)));
    assertThat(runs)
        .extracting(Run::status)
        .containsExactly(RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.COMPLETED);
    assertThat(reasons.get(1))
        .startsWith("The run '%s' has the key ".formatted(runs.get(1).label()))
        .endsWith("Give both the same version of CNN Labs.");
    assertThatIllegalStateException()
        .isThrownBy(() -> runs.get(1).network())
        .withMessageStartingWith(
            "The run '%s' could not be trained: The run".formatted(runs.get(1).label()));
  }

  /** Spoils the second task, as another version of the library would. */
  private record Spoiling(Map<Integer, String> reasons) implements Cluster {

    @Override
    public int slots() {
      return 2;
    }

    @Override
    public Map<Integer, String> train(
        Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress) {
      var changed = new ArrayList<>(tasks);
      SweepTask task = tasks.get(1);
      changed.set(
          1,
          new SweepTask(
              "0123456789abcdef",
              task.label(),
              task.architecture(),
              task.network(),
              task.hyperparameters(),
              task.normalization(),
              task.options(),
              task.store(),
              task.sharedStore(),
              task.checkpointSeconds(),
              task.fresh()));
      Map<Integer, String> failures = CLUSTER.train(data, changed, progress);
      reasons.putAll(failures);
      return failures;
    }
  }

  @Test
  void aStoppedSweepEndsWithinFiveSecondsAndIsCarriedOnToTheBit() throws InterruptedException {
    Grid grid =
        Grid.of(Samples.CHOSEN.withEpochs(2), LeNet5.of(Activation.TANH))
            .and(
                Grid.of(Samples.CHOSEN.withEpochs(400), LeNet5.of(Activation.TANH))
                    .withSeeds(2, 3));
    var begun = new CopyOnWriteArrayList<RunProgress>();
    var runs = new CopyOnWriteArrayList<Run>();
    var thread =
        new Thread(
            () ->
                runs.addAll(
                    sweep
                        .withProgress(
                            now ->
                                now.stream()
                                    .filter(run -> run.status() == RunStatus.TRAINING)
                                    .filter(run -> run.history().epochs().size() > 2)
                                    .forEach(begun::add))
                        .run(grid)));
    thread.start();
    while (begun.isEmpty()) {
      Thread.sleep(20);
    }
    long asked = System.nanoTime();
    thread.interrupt();
    thread.join();
    assertThat((System.nanoTime() - asked) / 1e9).isLessThan(5);
    assertThat(runs.get(0).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(runs.get(1).status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(runs.get(1).iterations()).isGreaterThan(72);

    List<Run> carriedOn = sweep.run(grid);
    assertThat(carriedOn).allMatch(run -> run.status() == RunStatus.COMPLETED);
    Samples.assertSameWeights(Samples.weights(carriedOn), Samples.plainWeights(grid));
  }

  @Test
  void aSweepWithoutAStoreIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> Sweep.with(Trainer.on(Samples.DATA).withoutStore()).on(CLUSTER).run(Samples.GRID))
        .withMessage("A cluster leaves its runs in a store: give the trainer one, with withStore.");
  }

  @Test
  void anEstimateCountsTheSlots() {
    assertThat(sweep.estimate(Samples.GRID).atOnce()).isEqualTo(2);
  }
}
