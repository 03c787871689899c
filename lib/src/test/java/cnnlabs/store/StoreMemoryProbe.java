package cnnlabs.store;

import cnnlabs.data.Cifar10;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the same training cell again and again, as a kernel does, and prints the memory that the
 * process has after each time, and now and then what lives in the heap.
 */
final class StoreMemoryProbe {

  private StoreMemoryProbe() {}

  /**
   * Prints lines of kilobytes: {@code resident} after each time, {@code heap} after one of them and
   * at the end.
   *
   * @param arguments the store's folder; {@code fresh}, {@code stored} or {@code unstored}; how
   *     often; after which time the heap is looked at
   */
  public static void main(String[] arguments) throws IOException {
    RunStore store = RunStore.at(Path.of(arguments[0]));
    Split data = Cifar10.standIn(2_000, 500, 1);
    Trainer trainer = Trainer.on(data).withStore(store).keepingEpochs(0).measuringLayers(100);
    int times = Integer.parseInt(arguments[2]);
    int settled = Integer.parseInt(arguments[3]);
    for (int time = 1; time <= times; time++) {
      Trainer chosen =
          switch (arguments[1]) {
            case "fresh" -> trainer.fresh();
            case "unstored" -> trainer.withoutStore();
            default -> trainer;
          };
      cell(chosen);
      System.out.println("resident " + resident());
      if (time == settled || time == times) {
        System.out.println("heap " + living());
      }
    }
    System.exit(0);
  }

  private static void cell(Trainer trainer) {
    var chosen = Hyperparameters.defaults().withBatchSize(10).withEpochs(2);
    Grid grid =
        Grid.of(chosen, LeNet5.of(Activation.TANH), LeNet5.of(Activation.SIGMOID))
            .withLosses(Loss.MSE, Loss.CROSS_ENTROPY);
    List<Run> runs = Sweep.with(trainer).run(grid);
    if (runs.stream().anyMatch(run -> run.status() != RunStatus.COMPLETED)) {
      throw new IllegalStateException("A run did not end: " + runs);
    }
  }

  /** What the heap holds that is not garbage, in kilobytes. */
  private static long living() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
  }

  /** Kilobytes. */
  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
