package cnnlabs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Mnist;
import cnnlabs.data.Normalization;
import cnnlabs.data.PixelMeans;
import cnnlabs.evaluate.ClassSeparation;
import cnnlabs.evaluate.LayerCosts;
import cnnlabs.evaluate.Prediction;
import cnnlabs.evaluate.Predictions;
import cnnlabs.evaluate.PrincipalComponents;
import cnnlabs.evaluate.Tsne;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.model.Networks;
import cnnlabs.model.TrainedNetwork;
import cnnlabs.notebook.Lab;
import cnnlabs.plot.ImageGrids;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.Sgd;

/** What takes seconds ends soon after its thread was interrupted, and keeps the flag. */
class SoonStoppedTest {

  private static final int BEGUN_MILLIS = 100;

  /** Far above what it takes, for a machine that is busy. */
  private static final int LIMIT_SECONDS = 30;

  private static final ImageDataset SOME = SampleImages.images(100, 1);

  static Stream<Arguments> work() {
    return Stream.of(
        work(
            "t-SNE's start",
            () -> random(3_000, 50),
            points -> Tsne.of(points, Tsne.Options.defaults(), iteration -> {})),
        work(
            "neighbours",
            () -> repeated(10_000, 3_456),
            points -> ClassSeparation.neighbourAgreement(points, labels(10_000), 10)),
        work(
            "silhouette",
            () -> repeated(10_000, 3_456),
            points -> ClassSeparation.silhouette(points, labels(10_000))),
        work("predictions", () -> images(100_000), images -> Predictions.of(leNet(), images)),
        work("layers' times", () -> SOME, images -> LayerCosts.measure(leNet(), images, 100)),
        work("grid", () -> images(300), SoonStoppedTest::grid),
        work("picture", () -> noise(2_000, 2_000), picture -> Lab.show(picture, "noise")),
        work(
            "pixel means",
            () -> images(1_000_000),
            images -> PixelMeans.of(images, Normalization.unit())),
        work("normalization", () -> images(1_000_000), Normalization::ofTraining),
        work("resized", () -> images(20_000), images -> images.resized(12, 12)),
        work("mirrored", () -> images(20_000), ImageDataset::mirrored),
        work("stand-in", () -> 2L, seed -> Mnist.standIn(60_000, 10_000, seed)),
        // The last and small, since the native library goes on to its end: no exit may meet it.
        work(
            "principal components",
            () -> random(400, 400),
            points -> PrincipalComponents.of(points, 2)));
  }

  /** What a process does once: native libraries and fonts are loaded, which no Stop ends. */
  @BeforeAll
  static void begin() {
    Predictions.of(leNet(), SOME);
    grid(SOME);
  }

  private static <T> Arguments work(String name, Supplier<T> data, Consumer<T> work) {
    Supplier<Runnable> prepared =
        () -> {
          T made = data.get();
          return () -> work.accept(made);
        };
    return arguments(name, prepared);
  }

  private static double[][] random(int points, int dimensions) {
    var random = new Random(1);
    return IntStream.range(0, points)
        .mapToObj(i -> random.doubles(dimensions).toArray())
        .toArray(double[][]::new);
  }

  /** As many points, of which only the first hundred take memory. */
  private static double[][] repeated(int points, int dimensions) {
    double[][] some = random(100, dimensions);
    return IntStream.range(0, points).mapToObj(i -> some[i % 100]).toArray(double[][]::new);
  }

  private static int[] labels(int points) {
    return IntStream.range(0, points).map(i -> i % 10).toArray();
  }

  /** As many images, of which only the first hundred take memory. */
  private static ImageDataset images(int count) {
    return SOME.subset(IntStream.range(0, count).map(i -> i % 100).toArray());
  }

  private static TrainedNetwork leNet() {
    var configuration =
        Networks.configuration(
            LeNet5.of(Activation.TANH),
            SampleImages.SHAPE,
            4,
            Loss.CROSS_ENTROPY,
            new Sgd(0.1),
            0,
            1);
    return new TrainedNetwork(Networks.initialize(configuration), Normalization.centered());
  }

  private static void grid(ImageDataset images) {
    List<Prediction> all =
        IntStream.range(0, images.size()).mapToObj(i -> new Prediction(i, 0, 1, 0.5, 0.5)).toList();
    ImageGrids.predictions("all", new Predictions(images, true, all), all, 40, all.size());
  }

  private static BufferedImage noise(int width, int height) {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new Random(1).ints(width).toArray();
    for (int row = 0; row < height; row++) {
      pixels[row % width] += row;
      picture.setRGB(0, row, width, 1, pixels, 0, width);
    }
    return picture;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("work")
  void endsSoonAfterAnInterruptAndSaysSo(String name, Supplier<Runnable> prepared)
      throws InterruptedException {
    Runnable work = prepared.get();
    var thrown = new AtomicReference<@Nullable Throwable>();
    var kept = new AtomicReference<@Nullable Boolean>();
    var cell =
        new Thread(
            () -> {
              try {
                while (true) { // Whatever the machine's speed, the interrupt finds it at work.
                  work.run();
                }
              } catch (RuntimeException e) {
                thrown.set(e);
                kept.set(Thread.currentThread().isInterrupted());
              }
            },
            name);
    cell.setDaemon(true);
    cell.start();
    TimeUnit.MILLISECONDS.sleep(BEGUN_MILLIS);
    cell.interrupt();
    cell.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    assertThat(cell.isAlive()).isFalse();
    assertThat(thrown.get())
        .isInstanceOf(CancellationException.class)
        .hasMessageStartingWith("Interrupted while ");
    assertThat(kept.get()).isTrue();
  }
}
