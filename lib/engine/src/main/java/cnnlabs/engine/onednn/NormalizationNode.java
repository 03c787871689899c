package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scaleshift;

import java.nio.FloatBuffer;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_batch_normalization_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Batch normalization. While training it uses the batch's mean and variance and moves the running
 * ones towards them; for outputs it uses the running ones.
 *
 * <p>Its parameters lie in Deeplearning4j's order, {@code [channels]} each: scales, shifts, running
 * means, running variances. The first two are what oneDNN calls scale and shift, one after the
 * other. The last two are no gradient descent's: the updater leaves them alone.
 *
 * @param offset of its first parameter in the network's array
 * @param decay how much of a running value is kept at each step
 * @param epsilon added to the variance
 * @param logarithmic whether a running variance is stored as the decimal logarithm of its root
 * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_batch_normalization.html">Batch
 *     normalization</a>
 */
record NormalizationNode(
    long offset, long channels, double decay, float epsilon, boolean logarithmic) implements Node {

  private static final double HALF_OVER_LN_10 = 0.5 / Math.log(10);

  @Override
  public boolean trains() {
    return true;
  }

  @Override
  public Stage forward(ProgramBuilder program, Tensor input) {
    if (input.shape().length == 2) {
      input.requireRows(channels);
    } else {
      input.requireMaps(channels);
    }
    return program.purpose().backward() ? training(program, input) : inference(program, input);
  }

  private Tensor runningMeans(ProgramBuilder program) {
    return program.parameters(offset + 2 * channels, channels);
  }

  private Tensor runningVariances(ProgramBuilder program) {
    return program.parameters(offset + 3 * channels, channels);
  }

  private Stage inference(ProgramBuilder program, Tensor input) {
    Tensor stored = runningVariances(program);
    Tensor variances = stored;
    if (logarithmic) {
      Tensor computed = program.tensor(OneDnn.plain(channels), channels);
      program.emit(run -> variances(stored.floats(), computed.floats()), computed);
      variances = computed;
    }
    Tensor output = program.tensor(input.layout(), input.shape());
    int flags = dnnl_use_scaleshift | dnnl_use_global_stats;
    program.emit(
        program.choose(forwardDescriptor(dnnl_forward_inference, input, flags)),
        Map.of(
            DNNL_ARG_SRC, input,
            DNNL_ARG_MEAN, runningMeans(program),
            DNNL_ARG_VARIANCE, variances,
            DNNL_ARG_SCALE_SHIFT, program.parameters(offset, 2, channels),
            DNNL_ARG_DST, output));
    return new Stage(
        output,
        (gradient, wanted) -> {
          throw new IllegalStateException("An inference has no backward pass.");
        });
  }

  private Stage training(ProgramBuilder program, Tensor input) {
    Tensor means = program.tensor(OneDnn.plain(channels), channels);
    Tensor variances = program.tensor(OneDnn.plain(channels), channels);
    Tensor output = program.tensor(input.layout(), input.shape());
    dnnl_primitive_desc forward =
        program.choose(forwardDescriptor(dnnl_forward_training, input, dnnl_use_scaleshift));
    program.emit(
        forward,
        Map.of(
            DNNL_ARG_SRC, input,
            DNNL_ARG_SCALE_SHIFT, program.parameters(offset, 2, channels),
            DNNL_ARG_MEAN, means,
            DNNL_ARG_VARIANCE, variances,
            DNNL_ARG_DST, output));
    if (program.purpose() == Purpose.TRAINING) {
      Tensor runningMeans = runningMeans(program);
      Tensor runningVariances = runningVariances(program);
      program.emit(
          run -> {
            moveMeans(runningMeans.floats(), means.floats());
            moveVariances(runningVariances.floats(), variances.floats());
          },
          means,
          variances);
    }
    return new Stage(
        output,
        (gradient, wanted) -> backward(program, forward, input, means, variances, gradient));
  }

  private Tensor backward(
      ProgramBuilder program,
      dnnl_primitive_desc forward,
      Tensor input,
      Tensor means,
      Tensor variances,
      Tensor outputGradient) {
    Tensor ordered = program.as(outputGradient, input.layout());
    var descriptor = new dnnl_batch_normalization_desc_t();
    OneDnn.check(
        dnnl_batch_normalization_backward_desc_init(
            descriptor,
            dnnl_backward,
            ordered.layout(),
            input.layout(),
            epsilon,
            dnnl_use_scaleshift),
        "dnnl_batch_normalization_backward_desc_init");
    Tensor result = program.tensor(input.layout(), input.shape());
    program.emit(
        program.choose(descriptor, null, forward),
        Map.of(
            DNNL_ARG_SRC, input,
            DNNL_ARG_MEAN, means,
            DNNL_ARG_VARIANCE, variances,
            DNNL_ARG_SCALE_SHIFT, program.parameters(offset, 2, channels),
            DNNL_ARG_DIFF_DST, ordered,
            DNNL_ARG_DIFF_SRC, result,
            DNNL_ARG_DIFF_SCALE_SHIFT, program.gradients(offset, 2, channels)));
    // No gradient descent moves the running statistics.
    Tensor statistics = program.gradients(offset + 2 * channels, 2 * channels);
    float[] zeros = new float[Math.toIntExact(2 * channels)];
    program.emit(run -> statistics.floats().put(0, zeros));
    return result;
  }

  private dnnl_batch_normalization_desc_t forwardDescriptor(int kind, Tensor input, int flags) {
    var descriptor = new dnnl_batch_normalization_desc_t();
    OneDnn.check(
        dnnl_batch_normalization_forward_desc_init(
            descriptor, kind, input.layout(), epsilon, flags),
        "dnnl_batch_normalization_forward_desc_init");
    return descriptor;
  }

  private static void variances(FloatBuffer logarithms, FloatBuffer variances) {
    for (int i = 0; i < variances.limit(); i++) {
      float deviation = (float) Math.pow(10, logarithms.get(i));
      variances.put(i, deviation * deviation);
    }
  }

  private void moveMeans(FloatBuffer running, FloatBuffer batch) {
    float rest = (float) (1 - decay);
    for (int i = 0; i < running.limit(); i++) {
      running.put(i, running.get(i) - (running.get(i) - batch.get(i)) * rest);
    }
  }

  private void moveVariances(FloatBuffer running, FloatBuffer batch) {
    float rest = (float) (1 - decay);
    for (int i = 0; i < running.limit(); i++) {
      float stored = running.get(i);
      if (logarithmic) {
        float deviation = (float) Math.pow(10, stored);
        float variance = deviation * deviation;
        double next = variance * decay + batch.get(i) * (1 - decay);
        running.put(i, (float) (stored - Math.log(variance / next) * HALF_OVER_LN_10));
      } else {
        running.put(i, stored - (stored - batch.get(i)) * rest);
      }
    }
  }
}
