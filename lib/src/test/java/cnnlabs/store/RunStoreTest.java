package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import cnnlabs.SampleImages;
import cnnlabs.data.Augmentation;
import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.engine.Engine;
import cnnlabs.engine.LabelSmoothing;
import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Predictions;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.Layers;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.model.TrainedNetwork;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.train.RunProgress;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.io.File;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** What is trained once is not trained again, and what was trained is what is returned. */
class RunStoreTest {

  private final List<String> messages = new ArrayList<>();
  private final List<RunProgress> reports = new ArrayList<>();

  private Path folder;
  private RunStore store;
  private Trainer trainer;

  @BeforeEach
  void open(@TempDir(factory = MemoryFolder.class) Path temporary) {
    folder = temporary;
    store = RunStore.at(folder).with(new DurableFiles(), messages::add);
    trainer =
        Trainer.on(StoreSamples.DATA)
            .withStore(store)
            .withProgress(runs -> reports.add(runs.get(0)));
  }

  private Run fit(int epochs) {
    return fit(trainer, epochs);
  }

  private Run fit(Trainer trainer, int epochs) {
    reports.clear();
    return trainer.fit(StoreSamples.NETWORK, StoreSamples.CHOSEN.withEpochs(epochs));
  }

  private RunProgress lastReport() {
    return reports.get(reports.size() - 1);
  }

  private boolean cameFromStore() {
    return lastReport().stored().isPresent();
  }

  @Test
  void theSameRunAgainComesFromTheStoreAndIsTheSame() {
    Trainer wanting = trainer.keepingEpochs(0, 1).measuringLayers(10);
    Run trained = fit(wanting, 3);
    assertThat(cameFromStore()).isFalse();
    Run stored = fit(wanting, 3);
    assertThat(cameFromStore()).isTrue();
    assertThat(lastReport().notes()).isEmpty();
    assertThat(stored)
        .usingRecursiveComparison()
        .ignoringFields("networks", "end")
        .isEqualTo(trained);
    assertThat(stored.networks().keySet()).isEqualTo(trained.networks().keySet());
    for (int epoch : trained.networks().keySet()) {
      StoreSamples.assertSameNetwork(stored.network(epoch), trained.network(epoch));
    }
    StoreSamples.assertSameNetwork(stored.network(), trained.network());
    assertThat(messages).isEmpty();
  }

  @Test
  void theMemoryOfATrainingIsFreedOnlyAfterATraining() {
    long before = collections();
    fit(1);
    long trained = collections();
    assertThat(trained).isGreaterThan(before);
    Grid one = Grid.of(StoreSamples.CHOSEN.withEpochs(1), StoreSamples.NETWORK);
    for (int i = 0; i < 5; i++) {
      fit(1);
      Sweep.with(trainer).run(one);
    }
    assertThat(collections()).isEqualTo(trained);
  }

  /** Whole ones, of the old generation too. */
  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(bean -> bean.getMemoryPoolNames().length > 2)
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  @Test
  void aChangedHyperparameterTrainsANewRun() {
    fit(1);
    trainer.fit(StoreSamples.NETWORK, StoreSamples.CHOSEN.withEpochs(1).withLearningRate(0.02));
    assertThat(cameFromStore()).isFalse();
    assertThat(store.runs()).hasSize(2);
  }

  @Test
  void moreEpochsCarryTheRunOnToTheBit() {
    fit(2);
    Run longer = fit(4);
    assertThat(lastReport().notes()).containsExactly("carried on from epoch 2");
    StoreSamples.assertSame(longer, StoreSamples.undisturbed(4));
    assertThat(store.runs()).hasSize(1);
  }

  @Test
  void fewerEpochsAreTheRunsBeginning() {
    Run longer = fit(4);
    Run shorter = fit(2);
    assertThat(cameFromStore()).isTrue();
    assertThat(shorter.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(shorter.history()).isEqualTo(longer.history().first(2));
    assertThat(shorter.iterations()).isEqualTo(longer.iterations() / 2);
    // Its network was not kept, and is trained again where it is asked for.
    StoreSamples.assertSameNetwork(shorter.network(), StoreSamples.undisturbed(2).network());
    StoreSamples.assertSameNetwork(fit(4).network(), longer.network());
    assertThat(cameFromStore()).isTrue();
  }

  @Test
  void aNetworkThatIsStoppedWhileItIsTrainedAgainIsNotTakenForTheRuns() {
    fit(4);
    Run shorter = fit(2);
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(shorter::network)
        .withMessage("Stopped while the network of epoch 2 was trained again.");
    assertThat(Thread.interrupted()).isTrue();
    StoreSamples.assertSameNetwork(shorter.network(), StoreSamples.undisturbed(2).network());
  }

  @Test
  void whereARunEndedOnceItsNetworkStays() {
    fit(2);
    fit(4);
    Run shorter = fit(2);
    assertThat(shorter.networks()).containsOnlyKeys(2);
    StoreSamples.assertSameNetwork(shorter.network(), StoreSamples.undisturbed(2).network());
    assertThat(cameFromStore()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRunThatIsContinuedIsThatOfOneGo(boolean stored) {
    Trainer used = stored ? trainer : trainer.withoutStore();
    Run first = fit(used, 2);
    float[] before = first.network().params().toFloatVector();
    Run whole = used.resume(first, 2);
    assertThat(whole.hyperparameters().epochs()).isEqualTo(4);
    assertThat(whole.history().first(2)).isEqualTo(first.history());
    StoreSamples.assertSame(whole, StoreSamples.undisturbed(4));
    assertThat(first.network().params().toFloatVector()).isEqualTo(before);
  }

  @Test
  void freshTrainsAgainAndTakesTheOldRunsPlace() {
    Run old = fit(2);
    Run fresh = fit(trainer.fresh(), 2);
    assertThat(cameFromStore()).isFalse();
    assertThat(fresh.started()).isAfter(old.started());
    StoreSamples.assertSame(fresh, old);
    assertThat(store.runs()).hasSize(1);
    assertThat(fit(2).started()).isEqualTo(fresh.started());
    assertThat(trainer.fresh().resume(fresh, 1).history().first(2)).isEqualTo(fresh.history());
  }

  @Test
  void aFreshRunThatIsShorterLeavesTheLongerOne() {
    fit(3);
    fit(trainer.fresh(), 1);
    fit(3);
    assertThat(cameFromStore()).isTrue();
  }

  @Test
  void layerStatisticsComeFromKeptNetworksWhereTheySuffice() {
    fit(trainer.keepingEpochs(1, 2, 3), 3);
    Run measured = fit(trainer.measuringLayers(10), 3);
    assertThat(cameFromStore()).isTrue();
    assertThat(lastReport().notes())
        .containsExactly("layer statistics computed from its kept networks");
    StoreSamples.assertSame(measured, fit(trainer.withoutStore().measuringLayers(10), 3));
    fit(trainer.measuringLayers(10), 3);
    assertThat(lastReport().notes()).isEmpty();
    MultiLayerNetwork kept = fit(trainer.keepingEpochs(1), 3).network(1);
    Batch ten =
        new BatchReader(StoreSamples.DATA.training().take(10), Normalization.centered(), 10)
            .inOrder()
            .iterator()
            .next();
    var smoothing = new LabelSmoothing(StoreSamples.CHOSEN.labelSmoothing());
    try (var executor = Engine.executor(kept, smoothing, ten.features().shape())) {
      assertThat(measured.history().epochs().get(0).layers())
          .isEqualTo(LayerStatistics.of(kept, executor, ten));
    }
  }

  @Test
  void elseTheRunIsTrainedAgainForThem() {
    fit(3);
    Run measured = fit(trainer.measuringLayers(10), 3);
    assertThat(cameFromStore()).isFalse();
    assertThat(lastReport().notes())
        .containsExactly("trained again, since no layer statistics were stored");
    assertThat(measured.history().last().orElseThrow().layers()).hasSize(4);
    assertThat(store.runs()).hasSize(1);
    fit(3);
    assertThat(cameFromStore()).isTrue();
  }

  @Test
  void aRunGoesOnMeasuringWhatItHasMeasured() {
    fit(trainer.measuringLayers(10), 1);
    Run longer = fit(2);
    assertThat(longer.history().table().doubleColumn("gradientNorm.conv1").countMissing()).isZero();
  }

  @Test
  void aNetworkThatWasNotKeptIsTrainedAgain() {
    fit(3);
    Run keeping = fit(trainer.keepingEpochs(0, 1), 3);
    assertThat(lastReport().notes())
        .containsExactly("trained again, since no networks at epochs 1 were stored");
    StoreSamples.assertSameNetwork(keeping.network(1), StoreSamples.undisturbed(1).network());
  }

  @Test
  void theStartNeedsNoTraining() {
    Run first = fit(trainer.withoutStore().keepingEpochs(0), 2);
    fit(2);
    Run stored = fit(trainer.keepingEpochs(0), 2);
    assertThat(cameFromStore()).isTrue();
    StoreSamples.assertSameNetwork(stored.network(0), first.network(0));
  }

  @Test
  void aDivergedRunIsStoredWithItsCurve() {
    var tooFast =
        StoreSamples.CHOSEN
            .withLabelSmoothing(0)
            .withLoss(Loss.MSE)
            .withLearningRate(1e30)
            .withEpochs(3);
    Trainer keeping = trainer.keepingEpochs(0);
    Run trained = keeping.fit(StoreSamples.NETWORK, tooFast);
    Run stored = keeping.fit(StoreSamples.NETWORK, tooFast.withEpochs(5));
    assertThat(cameFromStore()).isTrue();
    assertThat(stored.status()).isEqualTo(RunStatus.DIVERGED);
    assertThat(stored.iterations()).isEqualTo(trained.iterations());
    assertThat(stored.history()).isEqualTo(trained.history());
    assertThat(stored.networks()).containsOnlyKeys(0);
    assertThatIllegalStateException()
        .isThrownBy(() -> keeping.resume(stored, 1))
        .withMessageContaining("diverged at iteration");
  }

  @Test
  void aSweepTrainsOnlyWhatIsNew() {
    Grid twelve =
        Grid.of(
                StoreSamples.CHOSEN.withLabelSmoothing(0).withEpochs(1),
                LeNet5.of(Activation.SIGMOID),
                LeNet5.of(Activation.TANH))
            .withLosses(Loss.MSE, Loss.CROSS_ENTROPY);
    var last = new ArrayList<RunProgress>();
    Sweep sweep =
        Sweep.with(trainer)
            .withProgress(
                runs -> {
                  last.clear();
                  last.addAll(runs);
                });
    List<Run> trained = sweep.run(twelve.withLearningRates(0.1, 0.01, 0.001));
    assertThat(last).allMatch(run -> run.stored().isEmpty());
    List<Run> stored = sweep.run(twelve.withLearningRates(0.1, 0.01, 0.001));
    assertThat(last).hasSize(12).allMatch(run -> run.stored().isPresent());
    for (int i = 0; i < 12; i++) {
      StoreSamples.assertSame(stored.get(i), trained.get(i));
    }
    sweep.run(twelve.withLearningRates(0.1, 0.03, 0.01, 0.001));
    assertThat(last.stream().filter(run -> run.stored().isEmpty())).hasSize(4);
    assertThat(store.runs()).hasSize(16);
    sweep.fresh().run(twelve);
    assertThat(last).allMatch(run -> run.stored().isEmpty());
  }

  @Test
  void aSweepTrainsAgainOnlyTheRunWhoseKeptNetworksDoNotSuffice() {
    Hyperparameters other = StoreSamples.CHOSEN.withEpochs(2).withLearningRate(0.001);
    fit(trainer.keepingEpochs(1, 2), 2);
    trainer.fit(StoreSamples.NETWORK, other);
    var last = new ArrayList<RunProgress>();
    List<Run> measured =
        Sweep.with(trainer.measuringLayers(10))
            .withProgress(
                runs -> {
                  last.clear();
                  last.addAll(runs);
                })
            .run(
                Grid.of(StoreSamples.CHOSEN.withEpochs(2), StoreSamples.NETWORK)
                    .withLearningRates(StoreSamples.CHOSEN.learningRate(), 0.001));
    assertThat(last.get(0).stored()).isPresent();
    assertThat(last.get(0).notes())
        .containsExactly("layer statistics computed from its kept networks");
    assertThat(last.get(1).stored()).isEmpty();
    assertThat(last.get(1).notes())
        .containsExactly("trained again, since no layer statistics were stored");
    assertThat(measured)
        .allSatisfy(run -> assertThat(run.history().last().orElseThrow().layers()).hasSize(4));
  }

  @Test
  void aStoredNetworkIsAPlainModel() throws IOException {
    Run run = fit(2);
    try (Stream<Path> all = Files.list(folder)) {
      Path runFolder =
          all.filter(path -> path.toString().endsWith(run.settings().key()))
              .findFirst()
              .orElseThrow();
      var file = new File(runFolder.toString(), "network-2.zip");
      StoreSamples.assertSameNetwork(MultiLayerNetwork.load(file, true), run.network());
    }
  }

  @Test
  void aRunOpensWithoutItsData() {
    Run trained = fit(trainer.keepingEpochs(0, 1), 2);
    Run opened = store.open(trained.settings().key());
    assertThat(opened)
        .usingRecursiveComparison()
        .ignoringFields("networks", "end", "trial.architecture")
        .isEqualTo(trained);
    assertThat(opened.networks()).containsOnlyKeys(0, 1, 2);
    StoreSamples.assertSame(opened, trained);
    assertThat(opened.label()).isEqualTo(trained.label());
    fit(trainer, 2);
    trainer.fit(opened.trial().architecture(), opened.hyperparameters());
    assertThat(cameFromStore()).isTrue();
    StoreSamples.assertSame(trainer.resume(opened, 1), StoreSamples.undisturbed(3));
  }

  @Test
  void aRunIsNotCarriedOnWithOtherInputs() {
    Run run = fit(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.withNormalization(Normalization.unit()).resume(run, 1))
        .withMessageContaining("normalized to (x/255 - 0.5) / 0.5. Carry it on");
    Split other = StoreSamples.DATA.takeTraining(50);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trainer.on(other).withStore(store).resume(run, 1));
  }

  @Test
  void anOpenedRunPredictsByTheNormalizationItWasTrainedWith() {
    Run trained = fit(trainer.withNormalization(Normalization.of(0.3, 0.01)).keepingEpochs(1), 2);
    Run opened = store.open(trained.settings().key());
    ImageDataset test = StoreSamples.DATA.test();
    for (int epoch = 1; epoch <= 2; epoch++) {
      assertThat(Predictions.of(opened.trained(epoch), test).accuracy())
          .isEqualTo(trained.history().epochs().get(epoch - 1).test().accuracy());
    }
    var mistaken = new TrainedNetwork(opened.network(), Normalization.centered());
    assertThat(Predictions.of(mistaken, test)).isNotEqualTo(Predictions.of(opened.trained(), test));
  }

  @Test
  void theTableSaysWhatWhenHowLongAndWhere() {
    Run run = fit(2);
    Table table = store.table();
    assertThat(table.rowCount()).isEqualTo(1);
    assertThat(table.stringColumn("key").get(0)).isEqualTo(run.settings().key());
    assertThat(table.stringColumn("network").get(0)).isEqualTo(run.trial().architecture().label());
    assertThat(table.doubleColumn("test error").get(0)).isEqualTo(run.testError());
    assertThat(table.doubleColumn("seconds").get(0)).isEqualTo(run.history().seconds());
    assertThat(table.stringColumn("started").get(0)).isEqualTo(run.started().toString());
    assertThat(table.stringColumn("status").get(0)).isEqualTo("completed");
    assertThat(table.stringColumn("device").get(0)).isEqualTo(run.backEnd().device());
  }

  @Test
  void aComparisonShowsWhatDiffers() {
    fit(1);
    trainer.fit(StoreSamples.NETWORK, StoreSamples.CHOSEN.withEpochs(1).withLearningRate(0.5));
    Table comparison = RunTable.compare(store.runs());
    assertThat(comparison.stringColumn("what").asList())
        .contains("learning rate", "started")
        .doesNotContain("network", "loss", "device");
    assertThat(comparison.columnCount()).isEqualTo(3);
  }

  @Test
  void aComparisonShowsAllThatTheKeySees() {
    var chosen = StoreSamples.CHOSEN.withEpochs(1);
    var changed =
        chosen.withLabelSmoothing(0).withAugmentation(Augmentation.none().withVerticalFlip());
    Split others = Split.of(StoreSamples.DATA.training(), SampleImages.images(20, 3));
    trainer.fit(StoreSamples.NETWORK, chosen);
    Trainer.on(others)
        .withNormalization(Normalization.unit())
        .withStore(store)
        .fit(StoreSamples.NETWORK, changed);
    assertThat(RunTable.compare(store.runs()).stringColumn("what").asList())
        .contains("label smoothing", "augmentation", "normalization", "images")
        .doesNotContain("network", "data", "library version", "configuration (checksum)");
  }

  @Test
  void aComparisonTellsNetworksOfOneNameApart() {
    var chosen = StoreSamples.CHOSEN.withEpochs(1);
    for (int units = 1; units <= 2; units++) {
      Layer dense = Layers.dense("dense1", units, Activation.RELU);
      trainer.fit(Architecture.named("net", input -> List.of(dense)), chosen);
    }
    assertThat(RunTable.compare(store.runs()).stringColumn("what").asList())
        .contains("configuration (checksum)");
  }

  @Test
  void aComparisonHidesNoDifferenceBehindAnother() {
    fit(1);
    StoredRun run = store.runs().get(0);
    StoredRun other =
        run.withKey("0123456789abcdef")
            .withHyperparameters(run.hyperparameters().withLearningRate(0.5))
            .withConfiguration("of other layers")
            .withPath("of other arithmetic");
    assertThat(RunTable.compare(List.of(run, other)).stringColumn("what").asList())
        .containsExactly("learning rate", "back end", "configuration (checksum)");
  }

  @Test
  void aRunsSettingsAreWrittenOnce() throws IOException {
    String key = fit(1).settings().key();
    Path manifest = store.copies(key).all().get(0).folder().path().resolve("run.json");
    assertThat(Files.readString(manifest)).containsOnlyOnce("\"normalization\"");
    assertThat(store.runs().get(0).settings().normalization()).isEqualTo(Normalization.centered());
  }

  @Test
  void runsAreFilteredComparedAndDeleted() {
    for (double learningRate : new double[] {0.1, 0.01, 0.001}) {
      trainer.fit(
          StoreSamples.NETWORK, StoreSamples.CHOSEN.withEpochs(1).withLearningRate(learningRate));
    }
    Table table = store.table();
    Table slow = table.where(table.doubleColumn("learning rate").isLessThan(0.05));
    assertThat(slow.rowCount()).isEqualTo(2);
    List<StoredRun> chosen =
        store.runs().stream().filter(run -> slow.stringColumn("key").contains(run.key())).toList();
    Table comparison = RunTable.compare(chosen);
    int row = comparison.stringColumn("what").asList().indexOf("learning rate");
    assertThat(List.of(comparison.getString(row, 1), comparison.getString(row, 2)))
        .containsExactlyInAnyOrder("0.01", "0.001");
    slow.stringColumn("key").forEach(store::delete);
    assertThat(store.runs())
        .extracting(run -> run.hyperparameters().learningRate())
        .containsExactly(0.1);
  }

  @Test
  void aDeletedRunIsGone() {
    String key = fit(1).settings().key();
    store.delete(key);
    assertThat(store.runs()).isEmpty();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> store.open(key));
    fit(1);
    assertThat(cameFromStore()).isFalse();
  }

  @Test
  void whatIsNotThereCannotBeDeleted() {
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> store.delete("0123456789abcdef"))
        .withMessageContaining("0123456789abcdef")
        .withMessageContaining(folder.toString());
  }

  @Test
  void aKeyIsNoPath() {
    assertThatIllegalArgumentException().isThrownBy(() -> store.delete("../../etc"));
    assertThatIllegalArgumentException().isThrownBy(() -> store.open(".*"));
  }

  @Test
  void aStoreThatIsNotThereIsEmpty() {
    assertThat(RunStore.at(folder.resolve("none")).table().rowCount()).isZero();
  }
}
