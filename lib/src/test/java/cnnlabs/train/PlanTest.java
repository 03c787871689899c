package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cnnlabs.SampleImages;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import cnnlabs.engine.onednn.Compilations;
import cnnlabs.evaluate.Predictions;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.Layers;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is known of a run before it trains, and what it costs to know it. */
class PlanTest {

  private static final Split DATA = SampleImages.split(20, 10);
  private static final Hyperparameters CHOSEN =
      Hyperparameters.defaults().withBatchSize(10).withEpochs(3);
  private static final LeNet5 TANH = LeNet5.of(Activation.TANH);

  private static TrainingPlan plan(Architecture architecture, Hyperparameters hyperparameters) {
    return new TrainingPlan(
        new Trial(architecture, hyperparameters), DATA, Normalization.centered(), Wanted.NOTHING);
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
    try (TrainingPlan plan = plan(architecture, hyperparameters)) {
      // The path is what the executor says that it takes.
      assertThat(plan.executor().path()).isEqualTo(plan.settings().path());
      assertThat(plan.start().network().getLayerWiseConfigurations().toJson())
          .isEqualTo(plan.settings().network());
    }
    try (TrainingPlan plan = plan(TANH, CHOSEN)) {
      assumeTrue(plan.settings().path().equals("compiled"), "oneDNN has code for this processor");
    }
    try (TrainingPlan plan = plan(architecture, hyperparameters)) {
      assertThat(plan.settings().key()).isEqualTo(key);
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
    var trial = new Trial(TANH, CHOSEN);
    trainer.fit(TANH, CHOSEN);
    assertThat(compiledBy(() -> trainer.fit(TANH, CHOSEN))).isZero();
    assertThat(compiledBy(() -> trainer.keepingEpochs(0).fit(TANH, CHOSEN))).isZero();
    assertThat(compiledBy(() -> trainer.estimate(TANH, CHOSEN))).isZero();
    assertThat(compiledBy(() -> trainer.stored(trial, now -> {}))).isZero();
    assertThat(compiledBy(() -> trainer.failed(trial, "no room", now -> {}))).isZero();
    Trial other = trial.withEpochs(4);
    assertThat(compiledBy(() -> trainer.storedOr(task -> {}, other, now -> {}))).isZero();
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
  }

  @Test
  void aRunThatIsStoppedBeforeItsFirstBatchIsNotCompiled() {
    Trainer trainer = Trainer.on(DATA).withoutStore();
    Thread.currentThread().interrupt();
    int compiled = compiledBy(() -> trainer.fit(new Trial(TANH, CHOSEN), Optional.empty()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(compiled).isZero();
  }

  @Test
  void whoOnlyAsksForOutputsCompilesNoTrainingStep() {
    Run run = Trainer.on(DATA).withoutStore().fit(TANH, CHOSEN);
    assertThat(compiledBy(() -> Predictions.of(run.trained(), DATA.test()))).isEqualTo(1);
  }
}
