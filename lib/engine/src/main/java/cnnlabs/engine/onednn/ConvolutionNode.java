package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_winograd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_dilated_convolution_backward_data_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_dilated_convolution_backward_weights_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_dilated_convolution_forward_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_diff_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_src_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bytedeco.dnnl.dnnl_convolution_desc_t;
import org.bytedeco.dnnl.dnnl_memory_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, with the activation function that follows it where one pass computes both.
 *
 * <p>Where kernels are 3 x 3 and many, Winograd's algorithm takes a quarter of the multiplications
 * and about half the time, for a little more rounding. Where oneDNN has none for this window,
 * activation or processor (it needs AVX-512), it is computed directly.
 *
 * <p>Its parameters lie in Deeplearning4j's order: biases {@code [filters]}, then weights {@code
 * [filters, channels, height, width]}.
 *
 * @param offset of its first parameter in the network's array
 * @param bias whether there are biases
 * @see <a
 *     href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_convolution.html">Convolution</a>;
 *     Lavin, Gray: Fast algorithms for convolutional neural networks (2016)
 */
record ConvolutionNode(
    long offset,
    long filters,
    long channels,
    Window window,
    boolean bias,
    @Nullable ActivationFunction activation)
    implements Node {

  /** Up to as many channels oneDNN's kernels for a first layer read the plain layout. */
  private static final long FEW_CHANNELS = 3;

  /** From as many channels on, in and out, Winograd's algorithm was faster. */
  private static final long WINOGRAD_CHANNELS = 24;

  /** From as many values a channel on, in all images of a batch together. */
  private static final long WINOGRAD_VALUES = 512;

  ConvolutionNode with(ActivationFunction function) {
    return new ConvolutionNode(offset, filters, channels, window, bias, function);
  }

  @Override
  public boolean trains() {
    return true;
  }

  @Override
  public Stage forward(ProgramBuilder program, Tensor input) {
    input.requireMaps(channels);
    return new Emission(program, input).forward();
  }

  private long[] weightShape() {
    return new long[] {filters, channels, window.kernel().height(), window.kernel().width()};
  }

  private long weightOffset() {
    return offset + (bias ? filters : 0);
  }

  /** The convolution in one program. */
  private final class Emission {

    private final ProgramBuilder program;
    private final Tensor input;
    private final Tensor weights;
    private final dnnl_primitive_desc forward;
    private final Tensor orderedInput;
    private final Tensor orderedWeights;
    private final Tensor output;

    /** How many values of a channel all images of the batch have together, behind this. */
    private final long outputValues;

    // What the descriptors of all three passes say: layouts, then how the window moves.
    private final dnnl_memory_desc_t source;
    private final dnnl_memory_desc_t any = OneDnn.any(weightShape());
    private final @Nullable dnnl_memory_desc_t biases = bias ? OneDnn.plain(filters) : null;
    private final dnnl_memory_desc_t target;
    private final long[] step = window.stride().sizes();
    private final long[] gaps = window.gaps();
    private final long[] pad;
    private final long[] rest;

    Emission(ProgramBuilder program, Tensor input) {
      this.program = program;
      this.input = input;
      Window.Fit fit = window.fit(input.size(2), input.size(3));
      long[] outputShape = {input.size(0), filters, fit.output().height(), fit.output().width()};
      outputValues = input.size(0) * fit.output().height() * fit.output().width();
      weights = program.parameters(weightOffset(), weightShape());
      boolean few = channels <= FEW_CHANNELS && input.isPlain();
      source = few ? input.layout() : OneDnn.any(input.shape());
      target = OneDnn.any(outputShape);
      pad = fit.before().sizes();
      rest = fit.after().sizes();
      forward = choose(this::forwardDescriptor, activation, null);
      orderedInput = program.as(input, OneDnn.chosen(forward, dnnl_query_src_md));
      orderedWeights = program.as(weights, OneDnn.chosen(forward, dnnl_query_weights_md));
      output = program.tensor(OneDnn.chosen(forward, dnnl_query_dst_md), outputShape);
    }

    Stage forward() {
      Map<Integer, Tensor> arguments = new HashMap<>();
      arguments.put(DNNL_ARG_SRC, orderedInput);
      arguments.put(DNNL_ARG_WEIGHTS, orderedWeights);
      arguments.put(DNNL_ARG_DST, output);
      if (bias) {
        arguments.put(DNNL_ARG_BIAS, program.parameters(offset, filters));
      }
      program.emit(forward, arguments);
      return new Stage(output, this::backward);
    }

    private @Nullable Tensor backward(Tensor outputGradient, boolean inputGradientWanted) {
      Tensor gradient = outputGradient;
      if (activation != null) {
        gradient = ActivationNode.backward(program, activation, output, output, outputGradient);
      }
      backwardWeights(gradient);
      return inputGradientWanted ? backwardInput(gradient) : null;
    }

    private void backwardWeights(Tensor gradient) {
      dnnl_primitive_desc choice = choose(this::backwardWeightsDescriptor, null, forwardHint());
      Tensor source = fitting(OneDnn.chosen(choice, dnnl_query_src_md));
      Tensor ordered = program.as(gradient, OneDnn.chosen(choice, dnnl_query_diff_dst_md));
      Tensor plain = program.gradients(weightOffset(), weightShape());
      dnnl_memory_desc_t layout = OneDnn.chosen(choice, dnnl_query_diff_weights_md);
      Tensor result =
          OneDnn.equal(layout, plain.layout()) ? plain : program.tensor(layout, weightShape());
      Map<Integer, Tensor> arguments = new HashMap<>();
      arguments.put(DNNL_ARG_SRC, source);
      arguments.put(DNNL_ARG_DIFF_DST, ordered);
      arguments.put(DNNL_ARG_DIFF_WEIGHTS, result);
      if (bias) {
        arguments.put(DNNL_ARG_DIFF_BIAS, program.gradients(offset, filters));
      }
      program.emit(choice, arguments);
      if (result != plain) {
        program.reorder(result, plain);
      }
    }

    private Tensor backwardInput(Tensor gradient) {
      dnnl_primitive_desc choice = choose(this::backwardDataDescriptor, null, forwardHint());
      Tensor ordered = program.as(gradient, OneDnn.chosen(choice, dnnl_query_diff_dst_md));
      dnnl_memory_desc_t weightLayout = OneDnn.chosen(choice, dnnl_query_weights_md);
      Tensor kernels =
          OneDnn.equal(weightLayout, orderedWeights.layout())
              ? orderedWeights
              : program.as(weights, weightLayout);
      Tensor result = program.tensor(OneDnn.chosen(choice, dnnl_query_diff_src_md), input.shape());
      program.emit(
          choice,
          Map.of(DNNL_ARG_DIFF_DST, ordered, DNNL_ARG_WEIGHTS, kernels, DNNL_ARG_DIFF_SRC, result));
      return result;
    }

    /** The input as the backward pass wants it: the forward pass's copy, if it fits. */
    private Tensor fitting(dnnl_memory_desc_t layout) {
      return OneDnn.equal(layout, orderedInput.layout()) ? orderedInput : program.as(input, layout);
    }

    /** A backward pass is matched to a forward pass without activation. */
    private dnnl_primitive_desc forwardHint() {
      return activation == null ? forward : choose(this::forwardDescriptor, null, null);
    }

    private dnnl_primitive_desc choose(
        IntFunction<? extends Pointer> descriptor,
        @Nullable ActivationFunction activation,
        @Nullable dnnl_primitive_desc hint) {
      Optional<dnnl_primitive_desc> winograd =
          winogradPays()
              ? program.find(descriptor.apply(dnnl_convolution_winograd), activation, hint)
              : Optional.empty();
      return winograd.orElseGet(
          () -> program.choose(descriptor.apply(dnnl_convolution_direct), activation, hint));
    }

    /** Its transforms cost more than they spare where there are few channels or few values. */
    private boolean winogradPays() {
      return Math.min(channels, filters) >= WINOGRAD_CHANNELS && outputValues >= WINOGRAD_VALUES;
    }

    private dnnl_convolution_desc_t forwardDescriptor(int kind) {
      var to = new dnnl_convolution_desc_t();
      OneDnn.check(
          dnnl_dilated_convolution_forward_desc_init(
              to, dnnl_forward_training, kind, source, any, biases, target, step, gaps, pad, rest),
          "dnnl_dilated_convolution_forward_desc_init");
      return to;
    }

    private dnnl_convolution_desc_t backwardWeightsDescriptor(int kind) {
      var to = new dnnl_convolution_desc_t();
      OneDnn.check(
          dnnl_dilated_convolution_backward_weights_desc_init(
              to, kind, source, any, biases, target, step, gaps, pad, rest),
          "dnnl_dilated_convolution_backward_weights_desc_init");
      return to;
    }

    private dnnl_convolution_desc_t backwardDataDescriptor(int kind) {
      var to = new dnnl_convolution_desc_t();
      var anySource = OneDnn.any(input.shape());
      OneDnn.check(
          dnnl_dilated_convolution_backward_data_desc_init(
              to, kind, anySource, any, target, step, gaps, pad, rest),
          "dnnl_dilated_convolution_backward_data_desc_init");
      return to;
    }
  }
}
