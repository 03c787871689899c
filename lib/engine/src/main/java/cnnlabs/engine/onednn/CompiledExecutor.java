package cnnlabs.engine.onednn;

import cnnlabs.engine.ComputationException;
import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.LayerTime;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.engine.StepResult;
import cnnlabs.engine.UnsupportedNetworkException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Executes a network compiled to oneDNN primitives: one program for each shape of batch and each
 * purpose, made when it is first needed. The programs work on the network's own flat arrays, so the
 * network stays Deeplearning4j's, to be saved, evaluated or trained on by it at any time between
 * two calls.
 *
 * <p>The network's configuration is read once, here; learning rates, momenta and dropout rates that
 * follow a schedule, and an updater set later, are followed. How it works, with a picture of one
 * step: {@code doc-files/compiled-step.md} beside this class.
 */
final class CompiledExecutor implements NetworkExecutor {

  /** More examples at once fit the processor's cache worse. */
  private static final int OUTPUT_PIECE = 128;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final ProgramRun NO_LABELS = new ProgramRun(new int[0], 0, 0, 0);

  private final MultiLayerNetwork network;
  private final NetworkPlan plan;
  private final NetworkArrays arrays;
  private final Programs programs;
  private final Cleaner.Cleanable cleanable;
  private @Nullable ParameterUpdate update;

  private CompiledExecutor(MultiLayerNetwork network, NetworkPlan plan) {
    this.network = network;
    this.plan = plan;
    arrays = new NetworkArrays(network);
    programs = new Programs(new Compiler(plan, arrays));
    cleanable = CLEANER.register(this, programs::close);
  }

  /** As {@link #of(MultiLayerNetwork, LabelSmoothing, long...)}, with labels as they are. */
  static CompiledExecutor of(MultiLayerNetwork network) {
    return of(network, LabelSmoothing.NONE);
  }

  /**
   * Plans a network and compiles its training step. A failure that is not the network's is left to
   * the first batch, which compiles again.
   *
   * @throws UnsupportedNetworkException if the network has something that this path does not
   *     compute exactly, or oneDNN has no primitive for a layer
   * @see OneDnnCompiler#compile
   */
  static CompiledExecutor of(
      MultiLayerNetwork network, LabelSmoothing smoothing, long... batchShape) {
    OneDnn.engine();
    var executor = new CompiledExecutor(network, NetworkReader.read(network, smoothing));
    try {
      if (batchShape.length > 0) {
        executor.programs.get(Purpose.TRAINING, batchShape);
      }
      return executor;
    } catch (ComputationException e) {
      return executor;
    } catch (RuntimeException e) {
      executor.close();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The network's score is set as Deeplearning4j sets it, with the penalty. Its listeners are
   * not called.
   *
   * @throws IllegalStateException if the network has listeners, which would never be called
   */
  @Override
  public StepResult train(INDArray features, int[] labels, long dropoutSeed) {
    if (!network.getListeners().isEmpty()) {
      throw new IllegalStateException(
          "A training listener was added after the network was compiled: it would not be called.");
    }
    MultiLayerConfiguration counts = network.getLayerWiseConfigurations();
    int iteration = counts.getIterationCount();
    int epoch = counts.getEpochCount();
    StepResult result =
        run(Purpose.TRAINING, features, new ProgramRun(labels, dropoutSeed, iteration, epoch));
    ParameterUpdate.Seen seen = update().apply(iteration, epoch);
    counts.setIterationCount(iteration + 1);
    if (!seen.finite()) {
      result = new StepResult(Double.NaN, result.correct());
    }
    network.setScore(result.loss() * (plan.sum() ? labels.length : 1) + seen.penalty());
    return result;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Dropout is off; batch normalization uses the batch's own statistics, as in training, since
   * that is the function which a training step descends, and leaves the running ones alone.
   */
  @Override
  public INDArray gradient(INDArray features, int[] labels) {
    MultiLayerConfiguration counts = network.getLayerWiseConfigurations();
    run(
        Purpose.GRADIENT,
        features,
        new ProgramRun(labels, 0, counts.getIterationCount(), counts.getEpochCount()));
    INDArray gradient = arrays.gradientArray();
    return plan.sum() ? gradient.div(labels.length) : gradient;
  }

  private StepResult run(Purpose purpose, INDArray features, ProgramRun run) {
    if (features.size(0) != run.labels.length) {
      throw new IllegalArgumentException(
          features.size(0) + " examples have " + run.labels.length + " labels.");
    }
    plan.loss().check(run.labels);
    arrays.check(network);
    INDArray dense = dense(features);
    try {
      program(purpose, dense, dense.size(0)).run(dense.data().addressPointer(), run);
      return run.result();
    } finally {
      keepAlive(dense);
    }
  }

  @Override
  public INDArray output(INDArray features) {
    arrays.check(network);
    INDArray dense = dense(features);
    int examples = Math.toIntExact(dense.size(0));
    int classes = plan.loss().classes();
    float[] outputs = new float[examples * classes];
    long exampleBytes = dense.length() / examples * Float.BYTES;
    Pointer start = dense.data().addressPointer();
    try {
      for (int i = 0; i < examples; i += OUTPUT_PIECE) {
        int piece = Math.min(OUTPUT_PIECE, examples - i);
        Program program = program(Purpose.OUTPUT, dense, piece);
        program.run(new Address(start.address() + i * exampleBytes), NO_LABELS);
        program.results().get(0).floats().get(0, outputs, i * classes, piece * classes);
      }
    } finally {
      keepAlive(dense);
    }
    return Nd4j.createFromArray(outputs).reshape('c', examples, classes);
  }

  @Override
  public List<INDArray> activations(INDArray features) {
    arrays.check(network);
    INDArray dense = dense(features);
    List<INDArray> copies = new ArrayList<>();
    try {
      Program program = program(Purpose.ACTIVATIONS, dense, dense.size(0));
      program.run(dense.data().addressPointer(), NO_LABELS);
      for (Tensor result : program.results()) {
        float[] values = new float[Math.toIntExact(result.elements())];
        result.floats().get(0, values);
        copies.add(Nd4j.createFromArray(values).reshape('c', result.shape()));
      }
    } finally {
      keepAlive(dense);
    }
    return copies;
  }

  @Override
  public List<LayerTime> layerTimes(INDArray features, int[] labels) {
    plan.loss().check(labels);
    arrays.check(network);
    INDArray dense = dense(features);
    try {
      Program program = program(Purpose.LAYER_TIMES, dense, dense.size(0));
      double[] seconds =
          program.runTimed(dense.data().addressPointer(), new ProgramRun(labels, 0, 0, 0));
      int last = seconds.length - 1;
      return IntStream.range(0, plan.layers().size())
          .mapToObj(layer -> new LayerTime(seconds[layer], seconds[last - layer]))
          .toList();
    } finally {
      keepAlive(dense);
    }
  }

  @Override
  public String path() {
    return COMPILED;
  }

  @Override
  public void close() {
    cleanable.clean();
  }

  /** Native code knows only addresses: the batch, and this with its programs, must not go yet. */
  @SuppressWarnings("ReachabilityFenceUsage") // Called in finally blocks.
  private void keepAlive(INDArray features) {
    Reference.reachabilityFence(features);
    Reference.reachabilityFence(this);
  }

  private ParameterUpdate update() {
    ParameterUpdate known = update;
    if (known == null || !known.isOf(network)) {
      known = new ParameterUpdate(network, arrays);
      update = known;
    }
    return known;
  }

  /** Floats in C order without gaps: the array itself, if it is so, else a copy. */
  private static INDArray dense(INDArray features) {
    INDArray floats = features.castTo(DataType.FLOAT);
    boolean plain = floats.ordering() == 'c' && Shape.hasDefaultStridesForShape(floats);
    return plain ? floats : floats.dup('c');
  }

  private Program program(Purpose purpose, INDArray features, long examples) {
    long[] shape = features.shape().clone();
    NetworkPlan.Maps maps = plan.inputMaps();
    if (maps != null && shape.length == 2) {
      shape = new long[] {examples, maps.channels(), maps.height(), maps.width()};
    }
    shape[0] = examples;
    return programs.get(purpose, shape);
  }
}
