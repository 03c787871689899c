package cnnlabs.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The back end that computes, and the way from a network to its executor.
 *
 * <p>Whatever trains starts here, so that the settings which ND4J reads once are made before it
 * loads. Those that a JVM or the C library reads at its own start stand in {@code
 * environment/java.options} and {@code environment/engine.env}; without them all is as right, but
 * slower.
 */
public final class Engine {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  static {
    System.setProperty("org.eclipse.deeplearning4j.helpers.disable", "false");
    System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
  }

  private Engine() {}

  /**
   * An executor of the network, the fastest that computes exactly what its layers say: compiled, or
   * where it cannot be compiled layer by layer, with a line in the log that says why. A failure
   * chooses no other way: it is thrown as a {@link ComputationException}, by the call that meets
   * it.
   *
   * <p>The system property {@code cnnlabs.engine}, set to {@code layers}, chooses the latter for
   * comparison.
   *
   * @param network an initialized network whose last layer has the loss
   * @param batchShape {@code [N, C, H, W]} of the batches to train on, whose step is compiled at
   *     once; others are taken too. Without a shape nothing is compiled until it is needed: for a
   *     network that is not trained
   */
  public static NetworkExecutor executor(MultiLayerNetwork network, long... batchShape) {
    return executor(network, LabelSmoothing.NONE, batchShape);
  }

  /**
   * As {@link #executor(MultiLayerNetwork, long...)}, the loss being measured against smoothed
   * labels.
   */
  public static NetworkExecutor executor(
      MultiLayerNetwork network, LabelSmoothing smoothing, long... batchShape) {
    if (!mayCompile()) {
      return new LayerwiseExecutor(network, smoothing);
    }
    try {
      return CompiledExecutor.of(network, smoothing, batchShape);
    } catch (UnsupportedNetworkException e) {
      LOG.warn("Training layer by layer, which is slower: {}", e.getMessage());
    }
    return new LayerwiseExecutor(network, smoothing);
  }

  /**
   * The {@linkplain NetworkExecutor#path() path} of an {@link #executor} of such a network, read
   * off its configuration: no network is made, and nothing is compiled.
   */
  public static String path(MultiLayerConfiguration configuration, LabelSmoothing smoothing) {
    if (!mayCompile()) {
      return LayerwiseExecutor.PATH;
    }
    try {
      OneDnn.engine();
      NetworkReader.read(configuration, smoothing);
      return CompiledExecutor.PATH;
    } catch (UnsupportedNetworkException e) {
      return LayerwiseExecutor.PATH;
    }
  }

  private static boolean mayCompile() {
    return backEnd().kind().equals(BackEnd.CPU)
        && !LayerwiseExecutor.PATH.equals(System.getProperty("cnnlabs.engine"));
  }

  /**
   * Makes sure, before any of it is allocated, that there is memory to train a network.
   *
   * @param configuration with the sizes of all inputs
   * @param batchShape {@code [N, C, H, W]} of the batches to come; none to count parameters only
   * @throws IllegalArgumentException if there is not, saying how much it takes, how much there is,
   *     and which layer takes most
   */
  public static void requireMemory(MultiLayerConfiguration configuration, long... batchShape) {
    if (backEnd().kind().equals(BackEnd.CPU)) {
      var memory = NetworkMemory.of(configuration, batchShape);
      memory.require(AvailableMemory.forNeed((long) memory.bytes() + AvailableMemory.MARGIN));
    }
  }

  /**
   * Frees the arrays that nobody holds any more: to be called after a training.
   *
   * <p>They lie outside the heap, so that the collector would see no reason to free them, and a
   * process that trains again and again would grow.
   */
  public static void freeUnused() {
    System.gc();
  }

  /** Back end and device of this process, to stand beside every result. */
  public static BackEnd backEnd() {
    return BackEndHolder.BACK_END;
  }

  /** Loads ND4J when the back end is first asked for, not before. */
  private static final class BackEndHolder {
    static final BackEnd BACK_END = find();

    private static BackEnd find() {
      String name = Nd4j.getBackend().getClass().getSimpleName();
      boolean gpu = !Nd4j.getEnvironment().isCPU();
      if (!gpu) {
        // One thread a network: several train side by side, and none depends on how many. ND4J
        // knows one number for the whole process, which is 1 already where OMP_NUM_THREADS says so.
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
      }
      return new BackEnd(
          gpu ? BackEnd.CUDA : BackEnd.CPU,
          name,
          gpu ? cardName() : processorName() + InstructionSet.suffix());
    }

    /** The first card that is visible: ND4J computes on it. */
    private static String cardName() {
      return NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceName(0);
    }

    private static String processorName() {
      try {
        return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
  }
}
