package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cnnlabs.SampleImages;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.engine.onednn.Compilations;
import cnnlabs.evaluate.Predictions;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.Layers;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Optimizer;
import cnnlabs.run.Run;
import cnnlabs.run.RunOptions;
import cnnlabs.run.RunSettings;
import cnnlabs.run.Schedule;
import cnnlabs.run.Trial;
import cnnlabs.store.MemoryFolder;
import cnnlabs.store.RunStore;
import cnnlabs.store.StoreSamples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is known of a run before it trains, and what it costs to know it. */
class PreparedTrialTest {

  private static final Split DATA = SampleImages.split(20, 10);
  private static final Hyperparameters CHOSEN =
      Hyperparameters.defaults().withBatchSize(10).withEpochs(3);
  private static final LeNet5 TANH = LeNet5.of(Activation.TANH);

  private static PreparedTrial prepared(Architecture architecture, Hyperparameters chosen) {
    return PreparedTrial.of(
        new Trial(architecture, chosen), DATA, Normalization.centered(), RunOptions.NONE);
  }

  private static Architecture of(org.deeplearning4j.nn.conf.layers.Layer layer) {
    return input -> List.of(layer);
  }

  /** With the keys that the library gave them when it still made and compiled the network. */
  static Stream<Arguments> keys() {
    LeNet5 relu = LeNet5.of(Activation.RELU);
    return Stream.of(
        Arguments.of("82b74bb5203b4d21", TANH, CHOSEN),
        Arguments.of(
            "3ab1960cecd1789c",
            relu,
            CHOSEN.withSchedule(Schedule.cosine()).withOptimizer(Optimizer.adam())),
        Arguments.of(
            "4b245ce89e8d5fbd",
            relu,
            CHOSEN
                .withSchedule(Schedule.oneCycle())
                .withOptimizer(Optimizer.momentum(0.9))
                .withL2(1e-4)),
        Arguments.of("ff171f957f9040fd", StoreSamples.NETWORK, StoreSamples.CHOSEN),
        Arguments.of(
            "76dd99bf61e3923a",
            LeNet5.of(Activation.SIGMOID),
            CHOSEN.withOptimizer(Optimizer.rmsProp()).withLoss(Loss.MSE)),
        Arguments.of(
            "62aa57f6ca09e696",
            of(
                new DenseLayer.Builder()
                    .name("d")
                    .nOut(4)
                    .activation(org.nd4j.linalg.activations.Activation.RELU6)
                    .build()),
            CHOSEN),
        Arguments.of(
            "c37373f8f95a58a2",
            of(
                new DenseLayer.Builder()
                    .nOut(4)
                    .activation(org.nd4j.linalg.activations.Activation.RELU)
                    .build()),
            CHOSEN),
        Arguments.of(
            "910317628ec6785c",
            (Architecture)
                input ->
                    List.of(
                        Layers.conv("c", 4, 3, Activation.RELU),
                        new GlobalPoolingLayer(PoolingType.AVG)),
            CHOSEN),
        Arguments.of(
            "e613d83b0626663f",
            of(new SeparableConvolution2D.Builder(3, 3).nOut(4).build()),
            CHOSEN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void aRunKeepsTheKeyThatItAlwaysHad(
      String key, Architecture architecture, Hyperparameters hyperparameters) {
    PreparedTrial prepared = prepared(architecture, hyperparameters);
    RunSettings settings = prepared.origin().settings();
    // The path is what the executor says that it takes.
    MultiLayerNetwork network = prepared.newNetwork();
    try (NetworkExecutor executor = prepared.executor(network)) {
      assertThat(executor.path()).isEqualTo(settings.path());
    }
    assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(settings.network());
    String path = prepared(TANH, CHOSEN).origin().settings().path();
    assumeTrue(path.equals("compiled"), "oneDNN has code for this processor");
    assertThat(prepared.key()).isEqualTo(key);
  }

  /** Trains nothing. */
  private static final class NoCluster implements Cluster {

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public Map<Integer, String> train(
        Split data, List<SweepTask> tasks, BiConsumer<Integer, TaskProgress> progress) {
      assertThat(tasks).hasSize(1);
      return Map.of(0, "no room");
    }
  }

  private static int compiledBy(Runnable work) {
    int before = Compilations.count();
    work.run();
    return Compilations.count() - before;
  }

  @Test
  void whatTheStoreHasIsKnownWithoutCompiling(@TempDir(factory = MemoryFolder.class) Path folder) {
    Trainer trainer = Trainer.on(DATA).withStore(RunStore.at(folder));
    trainer.fit(TANH, CHOSEN);
    PreparedTrial trial = trainer.training().prepare(new Trial(TANH, CHOSEN));
    assertThat(compiledBy(() -> trainer.fit(TANH, CHOSEN))).isZero();
    assertThat(compiledBy(() -> trainer.keepingEpochs(0).fit(TANH, CHOSEN))).isZero();
    assertThat(compiledBy(() -> trainer.estimate(TANH, CHOSEN))).isZero();
    assertThat(compiledBy(() -> trainer.training().stored(trial, now -> {}))).isZero();
    assertThat(compiledBy(() -> trainer.training().failed(trial, "no room", now -> {}))).isZero();
    Grid longer = Grid.of(CHOSEN.withEpochs(4), TANH);
    assertThat(compiledBy(() -> Sweep.with(trainer).on(new NoCluster()).run(longer))).isZero();
  }

  @Test
  void anEstimateCompilesWhatItTimesAndNoMore() {
    Grid grid = Grid.of(CHOSEN, TANH).withSeeds(1, 2, 3, 4, 5);
    Sweep one = Sweep.with(Trainer.on(DATA).withoutStore()).withThreads(1);
    int timed = compiledBy(() -> one.estimate(Grid.of(CHOSEN, TANH)));
    assertThat(compiledBy(() -> one.estimate(grid))).isEqualTo(timed);
  }

  @Test
  void aResumedRunIsCompiledOnce(@TempDir(factory = MemoryFolder.class) Path folder) {
    Trainer trainer = Trainer.on(DATA).withStore(RunStore.at(folder));
    int whole = compiledBy(() -> Trainer.on(DATA).withoutStore().fit(TANH, CHOSEN));
    trainer.fit(TANH, CHOSEN.withEpochs(2));
    assertThat(compiledBy(() -> trainer.fit(TANH, CHOSEN))).isEqualTo(whole);
    Run run = trainer.fit(TANH, CHOSEN);
    assertThat(compiledBy(() -> trainer.resume(run, 1))).isEqualTo(whole);
  }

  @Test
  void aRunThatIsStoppedBeforeItsFirstBatchIsNotCompiled() {
    Trainer trainer = Trainer.on(DATA).withoutStore();
    Thread.currentThread().interrupt();
    int compiled = compiledBy(() -> trainer.fit(TANH, CHOSEN));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(compiled).isZero();
  }

  @Test
  void whoOnlyAsksForOutputsCompilesNoTrainingStep() {
    Run run = Trainer.on(DATA).withoutStore().fit(TANH, CHOSEN);
    assertThat(compiledBy(() -> Predictions.of(run.trained(), DATA.test()))).isEqualTo(1);
  }
}
