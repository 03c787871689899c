package cnnlabs.store;

import cnnlabs.model.Activation;
import cnnlabs.model.Layers;
import cnnlabs.run.Grid;
import cnnlabs.run.Run;
import cnnlabs.train.Sweep;
import cnnlabs.train.Trainer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/** Trains a small grid with a store, in a process of its own that a test may kill. */
final class StoreChild {

  private static final int EPOCHS = 5;

  private StoreChild() {}

  /**
   * Trains the grid.
   *
   * @param arguments the store's folder
   */
  public static void main(String[] arguments) {
    RunStore store =
        RunStore.at(Path.of(arguments[0])).withCheckpointInterval(Duration.ofMillis(50));
    train(Trainer.on(StoreSamples.DATA).withStore(store));
    System.exit(0);
  }

  /** Dropout, augmentation, batch normalization and Adam, in four runs of a grid. */
  static Grid grid() {
    return Grid.of(
            StoreSamples.CHOSEN.withEpochs(EPOCHS),
            StoreSamples.NETWORK,
            input ->
                List.of(
                    Layers.conv("conv1", 6, 5, Activation.TANH),
                    new BatchNormalization.Builder().name("norm1").build(),
                    Layers.maxPool("pool1"),
                    Layers.dense("dense1", 16, Activation.RELU)))
        .withLearningRates(0.01, 0.001);
  }

  static List<Run> train(Trainer trainer) {
    return Sweep.with(trainer.keepingEpochs(1)).withThreads(2).run(grid());
  }

  /**
   * Starts such a process.
   *
   * @param path the arithmetic path: compiled or layers
   * @param output a file: a process whose output nobody reads would wait for ever
   */
  static Process start(Path store, String path, Path output) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Dcnnlabs.engine=" + path,
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-XX:+UseParallelGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            classPath,
            StoreChild.class.getName(),
            store.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(new File(output.toString()))
        .start();
  }
}
