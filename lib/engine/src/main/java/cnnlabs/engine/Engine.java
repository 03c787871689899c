package cnnlabs.engine;

import java.util.Optional;
import java.util.ServiceLoader;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
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
    Optional<NetworkCompiler> compiler = compiler();
    if (compiler.isPresent()) {
      try {
        return compiler.get().compile(network, smoothing, batchShape);
      } catch (UnsupportedNetworkException e) {
        LOG.warn("Training layer by layer, which is slower: {}", e.getMessage());
      }
    }
    return new LayerwiseExecutor(network, smoothing);
  }

  /**
   * Trains a network as {@code network.fit(batches, epochs)} does, and faster: on an {@link
   * #executor}. A step that it does not know, for want of a layer, of one class an example, or
   * because of a mask, is Deeplearning4j's own, and a line in the log says so.
   *
   * @param network initialized; its counts of iterations and epochs, its score and the state of its
   *     optimizer are kept as Deeplearning4j keeps them
   * @param batches features {@code [N, C, H, W]} or {@code [N, inputs]}, labels {@code [N,
   *     classes]}, of which one is 1 and the others are 0
   * @param epochs how often all batches are trained on, from 1
   * @throws IllegalArgumentException if {@code epochs} is less than 1
   */
  public static void fit(MultiLayerNetwork network, DataSetIterator batches, int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be 1 or more, but is " + epochs);
    }
    try (var training = new DataSetTraining(network, shape -> executor(network, shape))) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        training.epoch(batches);
      }
    }
  }

  /**
   * The {@linkplain NetworkExecutor#path() path} of an {@link #executor} of such a network, read
   * off its configuration: no network is made, and nothing is compiled.
   */
  public static String path(MultiLayerConfiguration configuration, LabelSmoothing smoothing) {
    Optional<NetworkCompiler> compiler = compiler();
    if (compiler.isEmpty()) {
      return NetworkExecutor.LAYERS;
    }
    try {
      compiler.get().check(configuration, smoothing);
      return NetworkExecutor.COMPILED;
    } catch (UnsupportedNetworkException e) {
      return NetworkExecutor.LAYERS;
    }
  }

  /** None where networks are to be executed layer by layer. */
  private static Optional<NetworkCompiler> compiler() {
    boolean wanted =
        backEnd().kind().equals(BackEnd.CPU)
            && !NetworkExecutor.LAYERS.equals(System.getProperty("cnnlabs.engine"));
    return wanted ? Optional.of(CompilerHolder.COMPILER) : Optional.empty();
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

  /** The compiler that the class path has. */
  private static final class CompilerHolder {
    static final NetworkCompiler COMPILER =
        ServiceLoader.load(NetworkCompiler.class, Engine.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "There is no META-INF/services/cnnlabs.engine.NetworkCompiler: a jar that"
                            + " is packed anew from cnnlabs-engine must keep it."));
  }

  /** Loads ND4J when the back end is first asked for, not before. */
  private static final class BackEndHolder {
    static final BackEnd BACK_END = find();

    private static BackEnd find() {
      String name = Nd4j.getBackend().getClass().getSimpleName();
      if (!Nd4j.getEnvironment().isCPU()) {
        // The first card that is visible: ND4J computes on it.
        String card = NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceName(0);
        return new BackEnd(BackEnd.CUDA, name, card);
      }
      // One thread a network: several train side by side, and none depends on how many. ND4J
      // knows one number for the whole process, which is 1 already where OMP_NUM_THREADS says so.
      Nd4j.getEnvironment().setMaxThreads(1);
      Nd4j.getEnvironment().setMaxMasterThreads(1);
      String instructions = CompilerHolder.COMPILER.instructionSet();
      String processor = BackEnd.processorName();
      return new BackEnd(
          BackEnd.CPU, name, instructions.isEmpty() ? processor : processor + ", " + instructions);
    }
  }
}
