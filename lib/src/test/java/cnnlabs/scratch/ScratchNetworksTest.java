package cnnlabs.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cnnlabs.SampleImages;
import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Normalization;
import cnnlabs.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ScratchNetworksTest {

  private static final Split DATA = SampleImages.split(64, 32).withValidation(16, 1);

  private static ScratchNetwork leNet(long seed) {
    return ScratchNetworks.leNet5(
        new NetworkBuilder("LeNet-5", DATA.shape(), seed).withGain(2), 4, Silu::new);
  }

  @Test
  void thePerceptronHasTheParametersOfTheReport() {
    var network = ScratchNetworks.perceptron(of(new ImageShape(3, 8, 8)), 50);
    assertThat(sizes(network)).containsExactly(6_144, 32, 1_600, 50);
    assertThat(network.parameterCount()).isEqualTo(6_176 + 1_650).isEqualTo(7_826);
  }

  @Test
  void leNet5HasTheParametersOfTheFirstLab() {
    var network = ScratchNetworks.leNet5(of(new ImageShape(3, 32, 32)), 10, Sigmoid::new);
    assertThat(sizes(network)).containsExactly(450, 6, 2_400, 16, 48_000, 120, 10_080, 84, 840, 10);
    assertThat(network.parameterCount()).isEqualTo(62_006);
    assertThat(network.forward(Nd4j.zeros(2, 3, 32, 32)).shape()).containsExactly(2, 10);
  }

  @Test
  void theImprovedLeNetHasAThirdConvolutionBehindTheSecondPooling() {
    var network = ScratchNetworks.improvedLeNet5(of(new ImageShape(3, 32, 32)), 50);
    assertThat(network.layers().stream().map(layer -> layer.getClass().getSimpleName()))
        .filteredOn(name -> !name.equals("Silu"))
        .startsWith(
            "Convolution", "MaxPool", "Convolution", "MaxPool", "Convolution", "Flatten", "Dense");
    // 512 = 32 x 4 x 4 values reach the first dense layer.
    assertThat(sizes(network))
        .containsExactly(162, 6, 864, 16, 4_608, 32, 61_440, 120, 10_080, 84, 4_200, 50);
    assertThat(network.forward(Nd4j.zeros(2, 3, 32, 32)).shape()).containsExactly(2, 50);
  }

  private static NetworkBuilder of(ImageShape shape) {
    return new NetworkBuilder("network", shape, 1);
  }

  private static List<Integer> sizes(ScratchNetwork network) {
    return network.parameters().stream().map(parameter -> (int) parameter.size()).toList();
  }

  @Test
  void weightsStartUniformWithinTheRootOfTheInputs() {
    var network = ScratchNetworks.perceptron(of(new ImageShape(3, 8, 8)), 50);
    INDArray weights = network.parameters().get(0).value();
    double bound = 1 / Math.sqrt(192);
    assertThat(weights.amaxNumber().doubleValue()).isBetween(0.99 * bound, bound);
    assertThat(weights.stdNumber().doubleValue())
        .isBetween(0.97 * bound / Math.sqrt(3), 1.03 * bound / Math.sqrt(3));
    assertThat(network.parameters().get(1).value().amaxNumber().doubleValue()).isZero();
  }

  @Test
  void imagesThatAreTooSmallAreRefusedByTheLayer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScratchNetworks.leNet5(of(new ImageShape(3, 8, 8)), 10, Sigmoid::new))
        .withMessage(
            "conv2 of 'network': a kernel of 5 x 5 does not fit into maps of 6x2x2."
                + " Take larger images.");
  }

  @Test
  void theGradientsOfWholeNetworksAreThoseOfFiniteDifferences() {
    INDArray images = images(3).castTo(DataType.DOUBLE);
    int[] labels = {0, 3, 1};
    var builder =
        new NetworkBuilder("LeNet-5", DATA.shape(), 1).withDataType(DataType.DOUBLE).withGain(2);
    var check =
        GradientCheck.of(ScratchNetworks.leNet5(builder, 4, Sigmoid::new), images, labels, 1);
    assertThat(check.worst()).as(check.toString()).isLessThan(1e-6);
  }

  @Test
  void aNetworkWithTheWrongSlopeFailsTheCheckBeforeItsLastLayer() {
    INDArray images = images(3).castTo(DataType.DOUBLE);
    var builder =
        new NetworkBuilder("wrong", DATA.shape(), 1).withDataType(DataType.DOUBLE).withGain(2);
    var network = ScratchNetworks.leNet5(builder, 4, Sigmoid::withWrongSlope);
    var rows = GradientCheck.of(network, images, new int[] {0, 3, 1}, 1).rows();
    assertThat(rows.get(0).relativeError()).isGreaterThan(1e-3);
    assertThat(rows.get(rows.size() - 2).relativeError()).isLessThan(1e-6);
  }

  private static INDArray images(int count) {
    return new BatchReader(DATA.training(), Normalization.centered(), count)
        .inOrder()
        .iterator()
        .next()
        .features()
        .dup();
  }

  @Test
  void oneBatchIsLearnedByHeart() {
    Batch batch =
        new BatchReader(DATA.training(), Normalization.centered(), 16).inOrder().iterator().next();
    ScratchNetwork network = leNet(1);
    double loss = Double.NaN;
    for (int step = 0; step < 300; step++) {
      var result = SoftmaxCrossEntropy.of(network.forward(batch.features()), batch.labels());
      network.backward(result.gradient());
      network.update(0.1);
      loss = result.loss();
    }
    assertThat(loss).isLessThan(0.01);
  }

  @Test
  void theSameSeedGivesTheSameBitsAloneAndBesideOthers() {
    ScratchRun alone = ScratchTrainer.train(trial(1, 2).withBatchSize(10), run -> {});
    List<ScratchRun> beside =
        ScratchTrainer.trainAll(
            Stream.of(1, 2, 1).map(seed -> trial(seed, 2).withBatchSize(10)).toList(), run -> {});
    assertThat(values(beside.get(0))).isEqualTo(values(alone));
    assertThat(values(beside.get(2))).isEqualTo(values(alone));
    assertThat(values(beside.get(1))).isNotEqualTo(values(alone));
  }

  private static ScratchTrial trial(long seed, int epochs) {
    return ScratchTrial.of("LeNet-5", leNet(seed), DATA, 0.1, epochs, 1);
  }

  private static List<INDArray> values(ScratchRun run) {
    return run.trial().network().parameters().stream().map(Parameter::value).toList();
  }

  @Test
  void trainingBringsAboveChanceAndTellsEachEpoch() {
    List<Integer> told = new ArrayList<>();
    ScratchRun run =
        ScratchTrainer.train(
            trial(1, 12).withBatchSize(8), soFar -> told.add(soFar.last().epoch()));
    assertThat(told).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(run.testAccuracy()).isGreaterThan(0.6);
    assertThat(run.last().trainingLoss()).isLessThan(run.epochs().get(0).trainingLoss());
    assertThat(run.trainingAccuracy()).isGreaterThan(0.6);
  }

  @Test
  void trainingStopsWhereItIsInterrupted() {
    ScratchTrial trial = trial(1, 1000);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ScratchTrainer.train(trial, run -> {}))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void nothingTrainsAnyMoreOnceTrainingSideBySideWasStopped() {
    Thread cell = Thread.currentThread();
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    var working = new AtomicInteger();
    assertThatThrownBy(
            () ->
                ScratchTrainer.trainAll(
                    Stream.of(1, 2, 3).map(seed -> trial(seed, 1_000_000)).toList(),
                    run -> {
                      workers.add(Thread.currentThread());
                      working.incrementAndGet();
                      cell.interrupt();
                      LockSupport.parkNanos(300_000_000);
                      working.decrementAndGet();
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(working).hasValue(0);
    assertThat(workers).isNotEmpty().allMatch(Thread::isDaemon);
  }

  @Test
  void dataWithoutValidationIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScratchTrial.of("LeNet-5", leNet(1), SampleImages.split(8, 8), 0.1, 1, 1))
        .withMessageContaining("no validation images");
  }

  @Test
  void impossibleSettingsAreRefused() {
    ScratchTrial trial = trial(1, 1);
    assertThatIllegalArgumentException().isThrownBy(() -> trial.withEpochs(0));
    assertThatIllegalArgumentException().isThrownBy(() -> trial.withBatchSize(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScratchTrial.of("still", trial.network(), DATA, 0, 1, 1))
        .withMessage("A learning rate of 0.0: it must be above 0.");
  }
}
