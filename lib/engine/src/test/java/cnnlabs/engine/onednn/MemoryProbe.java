package cnnlabs.engine.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Prints by how many bytes the process grows. It runs in a JVM of its own whose heap has its full
 * size from the start, so that what grows is not the heap.
 */
final class MemoryProbe {

  private static final INDArray FEATURES = Networks.images(1, 10, 3, 32, 32);
  private static final int[] LABELS = Networks.labels(1, 10, 10);

  private MemoryProbe() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = Integer.parseInt(arguments[1]);
    long growth =
        switch (arguments[0]) {
          case "closed" -> networks(count, true);
          case "forgotten" -> networks(count, false);
          default -> iterations(count);
        };
    System.out.println("growth " + growth);
    System.exit(0);
  }

  private static long networks(int count, boolean close) throws IOException, InterruptedException {
    planTrainAndDrop(count / 4, close);
    long before = resident();
    planTrainAndDrop(count, close);
    return resident() - before;
  }

  private static void planTrainAndDrop(int networks, boolean close) throws InterruptedException {
    for (int i = 0; i < networks; i++) {
      if (!close && i % 10 == 0) {
        collect(); // Nothing presses the collector: a network is small in the heap.
      }
      MultiLayerNetwork network =
          Reference.network(
              Networks.leNet(Networks.settings(new Adam(0.001)), Activation.RELU, true));
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

  private static long iterations(int count) throws IOException, InterruptedException {
    MultiLayerNetwork network = Reference.network(Networks.d1(new Adam(0.001)));
    INDArray features = Networks.images(1, 10, 3, 8, 8);
    int[] labels = Networks.labels(1, 10, 50);
    try (var executor = CompiledExecutor.of(network)) {
      long before = 0;
      for (int i = 0; i < count + count / 4; i++) {
        if (i == count / 4) {
          before = resident();
        }
        executor.train(features, labels, i);
      }
      return resident() - before;
    }
  }

  /** What the process has in memory, in bytes: the second number of {@code statm}, in pages. */
  private static long resident() throws IOException, InterruptedException {
    collect();
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
    return Long.parseLong(pages[1]) * 4096;
  }

  private static void collect() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50);
    }
  }
}
