package cnnlabs.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** The process's memory stays flat. */
class NativeMemoryTest {

  private static final long MEGABYTE = 1 << 20;

  private static final INDArray FEATURES = Networks.images(1, 10, 3, 32, 32);
  private static final int[] LABELS = Networks.labels(1, 10, 10);

  /** What the process has in memory, in bytes: the second number of {@code statm}, in pages. */
  private static long resident() throws IOException {
    System.gc();
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
    return Long.parseLong(pages[1]) * 4096;
  }

  private static MultiLayerNetwork network() {
    return Reference.network(
        Networks.leNet(Networks.settings(new Adam(0.001)), Activation.RELU, true));
  }

  private static void planTrainAndDrop(int networks, boolean close) {
    for (int i = 0; i < networks; i++) {
      MultiLayerNetwork network = network();
      CompiledExecutor executor = CompiledExecutor.of(network);
      executor.train(FEATURES, LABELS, i);
      executor.gradient(FEATURES, LABELS);
      executor.output(Networks.images(i, 1 + i % 3, 3, 32, 32));
      if (close) {
        executor.close();
        network.close();
      }
    }
  }

  @Test
  void networksThatAreClosedLeaveNothing() throws IOException {
    planTrainAndDrop(20, true);
    long before = resident();
    planTrainAndDrop(60, true);
    assertThat(resident() - before).isLessThan(60 * MEGABYTE);
  }

  @Test
  @Tag("full")
  void twoHundredNetworksLeaveNothing() throws IOException {
    planTrainAndDrop(50, true);
    long before = resident();
    planTrainAndDrop(200, true);
    assertThat(resident() - before).isLessThan(60 * MEGABYTE);
  }

  @Test
  @Tag("full")
  void networksThatAreForgottenAreFreedByTheCollector() throws IOException, InterruptedException {
    planTrainAndDrop(50, false);
    settle();
    long before = resident();
    for (int i = 0; i < 4; i++) {
      planTrainAndDrop(50, false);
      settle();
    }
    assertThat(resident() - before).isLessThan(100 * MEGABYTE);
  }

  private static void settle() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(200);
    }
  }

  @Test
  void aLongRunTakesNoMore() throws IOException {
    trainFor(20_000);
  }

  @Test
  @Tag("full")
  void aMillionIterationsTakeNoMore() throws IOException {
    trainFor(1_000_000);
  }

  private static void trainFor(int iterations) throws IOException {
    MultiLayerNetwork network = Reference.network(Networks.d1(new Adam(0.001)));
    INDArray features = Networks.images(1, 10, 3, 8, 8);
    int[] labels = Networks.labels(1, 10, 50);
    try (var executor = CompiledExecutor.of(network)) {
      for (int i = 0; i < 10_000; i++) {
        executor.train(features, labels, i);
      }
      long before = resident();
      for (int i = 0; i < iterations; i++) {
        executor.train(features, labels, i);
      }
      assertThat(resident() - before).isLessThan(30 * MEGABYTE);
    }
  }
}
