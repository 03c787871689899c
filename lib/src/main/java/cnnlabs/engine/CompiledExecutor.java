package cnnlabs.engine;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 */
public final class CompiledExecutor implements NetworkExecutor {

  /** The name of this arithmetic path. */
  static final String PATH = "compiled";

  private static final Cleaner CLEANER = Cleaner.create();

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

  /**
   * Plans a network.
   *
   * @param network initialized, with float parameters on the processor
   * @throws UnsupportedNetworkException if it has something that this path does not compute exactly
   *     as Deeplearning4j does; nothing of the network has changed then
   */
  public static CompiledExecutor of(MultiLayerNetwork network) {
    return new CompiledExecutor(network, NetworkReader.read(network));
  }

  @Override
  public StepResult train(INDArray features, int[] labels, long dropoutSeed) {
    checkLabels(features, labels);
    ParameterUpdate rules = update();
    MultiLayerConfiguration counts = network.getLayerWiseConfigurations();
    int iteration = counts.getIterationCount();
    var batch = new Batch(labels, dropoutSeed, iteration, counts.getEpochCount());
    run(Purpose.TRAINING, features, batch);
    ParameterUpdate.Seen seen = rules.apply(iteration, counts.getEpochCount());
    counts.setIterationCount(iteration + 1);
    StepResult result = batch.result();
    if (!seen.finite()) {
      result = new StepResult(Double.NaN, result.correct());
    }
    network.setScore(result.loss() * (plan.sum() ? labels.length : 1) + seen.penalty());
    return result;
  }

  @Override
  public INDArray output(INDArray features) {
    Program program = run(Purpose.OUTPUT, features, NO_LABELS);
    return copy(program.results().get(0));
  }

  /**
   * The outputs of every layer in inference mode, in the order of the layers: {@code [N, C, H, W]}
   * behind a convolution or pooling, {@code [N, units]} behind a dense layer.
   *
   * @param features {@code [N, C, H, W]}, float
   */
  public List<INDArray> activations(INDArray features) {
    Program program = run(Purpose.ACTIVATIONS, features, NO_LABELS);
    List<INDArray> copies = new ArrayList<>();
    for (Tensor result : program.results()) {
      copies.add(copy(result));
    }
    return copies;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Dropout is off; batch normalization uses the batch's own statistics, as in training, since
   * that is the function which a training step descends, and leaves the running ones alone.
   */
  @Override
  public INDArray gradient(INDArray features, int[] labels) {
    checkLabels(features, labels);
    MultiLayerConfiguration counts = network.getLayerWiseConfigurations();
    var batch = new Batch(labels, 0, counts.getIterationCount(), counts.getEpochCount());
    run(Purpose.GRADIENT, features, batch);
    return plan.sum() ? arrays.gradientArray().div(labels.length) : arrays.gradientArray();
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void close() {
    cleanable.clean();
  }

  private static final Batch NO_LABELS = new Batch(new int[0], 0, 0, 0);

  private Program run(Purpose purpose, INDArray features, Batch batch) {
    arrays.check(network);
    INDArray dense = dense(features);
    try {
      Program program = programs.get(purpose, batchShape(dense));
      program.run(dense.data().addressPointer(), batch);
      return program;
    } finally {
      // Native code knows only addresses: the batch, and this with its programs, must not go yet.
      Reference.reachabilityFence(dense);
      Reference.reachabilityFence(this);
    }
  }

  private ParameterUpdate update() {
    ParameterUpdate known = update;
    if (known == null || !known.isOf(network)) {
      known = new ParameterUpdate(network, arrays);
      update = known;
    }
    return known;
  }

  private void checkLabels(INDArray features, int[] labels) {
    if (features.size(0) != labels.length) {
      throw new IllegalArgumentException(
          features.size(0) + " examples have " + labels.length + " labels.");
    }
    plan.loss().check(labels);
  }

  /** Floats in C order without gaps: the array itself, if it is so, else a copy. */
  private static INDArray dense(INDArray features) {
    INDArray floats = features.castTo(DataType.FLOAT);
    boolean plain = floats.ordering() == 'c' && Shape.hasDefaultStridesForShape(floats);
    return plain ? floats : floats.dup('c');
  }

  private long[] batchShape(INDArray features) {
    NetworkPlan.Maps maps = plan.inputMaps();
    if (maps == null || features.rank() == 4) {
      return features.shape();
    }
    return new long[] {features.size(0), maps.channels(), maps.height(), maps.width()};
  }

  private static INDArray copy(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.elements())];
    tensor.floats().get(0, values);
    return Nd4j.createFromArray(values).reshape('c', tensor.shape());
  }

  /** The programs compiled so far. Those not used for longest make room. */
  private static final class Programs implements AutoCloseable {

    /** Enough for two batch sizes of each purpose. */
    private static final int CAPACITY = 8;

    private record Key(Purpose purpose, List<Long> shape) {}

    private final Compiler compiler;
    private final Map<Key, Program> programs = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    Programs(Compiler compiler) {
      this.compiler = compiler;
    }

    Program get(Purpose purpose, long[] shape) {
      if (closed) {
        throw new IllegalStateException("The executor is closed.");
      }
      var key = new Key(purpose, Arrays.stream(shape).boxed().toList());
      Program known = programs.get(key);
      if (known != null) {
        return known;
      }
      if (programs.size() >= CAPACITY) {
        Key eldest = programs.keySet().iterator().next();
        Program dropped = programs.remove(eldest);
        if (dropped != null) {
          dropped.close();
        }
      }
      Program program = compiler.compile(purpose, shape);
      programs.put(key, program);
      return program;
    }

    @Override
    public void close() {
      closed = true;
      programs.values().forEach(Program::close);
      programs.clear();
    }
  }
}
