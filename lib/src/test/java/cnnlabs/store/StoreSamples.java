package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.data.Augmentation;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.Layers;
import cnnlabs.run.EpochResult;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Optimizer;
import cnnlabs.run.Run;
import cnnlabs.run.Schedule;
import cnnlabs.train.Trainer;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A small run that has all there is: dropout, augmentation, batch normalization, Adam, a schedule
 * and label smoothing.
 */
public final class StoreSamples {

  public static final Split DATA = SampleImages.split(60, 20);

  public static final Architecture NETWORK =
      input ->
          List.of(
              Layers.conv("conv1", 4, 3, Activation.RELU),
              new BatchNormalization.Builder().name("norm1").build(),
              Layers.maxPool("pool1"),
              Layers.dense("dense1", 8, Activation.TANH),
              new DropoutLayer.Builder().name("dropout1").dropOut(0.5).build());

  public static final Hyperparameters CHOSEN =
      Hyperparameters.defaults()
          .withBatchSize(8)
          .withOptimizer(Optimizer.adam())
          .withSchedule(Schedule.step(1, 0.5))
          .withLabelSmoothing(0.1)
          .withAugmentation(
              Augmentation.none()
                  .withCropPadding(2)
                  .withHorizontalFlip()
                  .withRotation(10)
                  .withBrightness(0.2)
                  .withCutout(4));

  private static final Offset<Double> ROUNDING = Offset.offset(1e-3);

  private StoreSamples() {}

  /** The same run, trained in one go and never stored. */
  public static Run undisturbed(int epochs) {
    return Trainer.on(DATA).withoutStore().fit(NETWORK, CHOSEN.withEpochs(epochs));
  }

  /** The same to the bit, apart from the time that it took. */
  public static void assertSame(Run actual, Run expected) {
    assertThat(actual.status()).isEqualTo(expected.status());
    assertThat(actual.iterations()).isEqualTo(expected.iterations());
    assertThat(actual.settings()).isEqualTo(expected.settings());
    assertThat(actual.history().epochs().stream().map(StoreSamples::withoutTimes))
        .isEqualTo(expected.history().epochs().stream().map(StoreSamples::withoutTimes).toList());
    assertSameNetwork(actual.network(), expected.network());
  }

  /**
   * The same on Deeplearning4j's own layers: their sums round by where in memory the arrays lie,
   * which is another place in another process. A lost optimizer state or dropout mask shows all the
   * same.
   */
  public static void assertSameButForRounding(Run actual, Run expected) {
    assertThat(actual.status()).isEqualTo(expected.status());
    assertThat(actual.iterations()).isEqualTo(expected.iterations());
    assertThat(actual.settings()).isEqualTo(expected.settings());
    assertThat(losses(actual)).containsExactly(losses(expected), ROUNDING);
    assertThat(actual.network().params().toDoubleVector())
        .containsExactly(expected.network().params().toDoubleVector(), ROUNDING);
  }

  private static double[] losses(Run run) {
    return run.history().epochs().stream()
        .flatMapToDouble(result -> DoubleStream.of(result.training().loss(), result.test().loss()))
        .toArray();
  }

  private static EpochResult withoutTimes(EpochResult result) {
    return new EpochResult(
        result.epoch(),
        result.training(),
        result.l2Penalty(),
        result.validation(),
        result.test(),
        0,
        0,
        result.layers());
  }

  /** The manifest of the same run under another key, or of another time. */
  static RunManifest withKeyAndTimes(
      RunManifest manifest, String key, Instant started, Instant written) {
    StoredRun run = manifest.run();
    return manifest.withRun(run.withKey(key).withStarted(started).withWritten(written));
  }

  /** Parameters, optimizer state, and counts of iterations and epochs. */
  public static void assertSameNetwork(MultiLayerNetwork actual, MultiLayerNetwork expected) {
    assertThat(actual.getLayerWiseConfigurations().toJson())
        .isEqualTo(expected.getLayerWiseConfigurations().toJson());
    assertThat(actual.params().toFloatVector()).isEqualTo(expected.params().toFloatVector());
    assertThat(state(actual)).isEqualTo(state(expected));
  }

  private static float[] state(MultiLayerNetwork network) {
    INDArray state = network.getUpdater(true).getStateViewArray();
    return state == null ? new float[0] : state.toFloatVector();
  }
}
