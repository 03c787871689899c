package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_include_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_dst_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_workspace_md;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_pooling_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * Pooling: the maximum or the average under a moving window.
 *
 * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_pooling.html">Pooling</a>
 */
record PoolingNode(Kind kind, Window window) implements Node {

  /** What is taken of the elements under the window. */
  enum Kind {
    MAXIMUM(dnnl_pooling_max),
    /** Padding counts in the divisor. */
    AVERAGE_WITH_PADDING(dnnl_pooling_avg_include_padding),
    /** Only elements of the map count in the divisor. */
    AVERAGE(dnnl_pooling_avg_exclude_padding);

    private final int algorithm;

    Kind(int algorithm) {
      this.algorithm = algorithm;
    }
  }

  @Override
  public Stage forward(ProgramBuilder program, Tensor input) {
    input.requireMaps(input.size(1));
    Window.Fit fit = window.fit(input.size(2), input.size(3));
    long[] outputShape = {
      input.size(0), input.size(1), fit.output().height(), fit.output().width()
    };
    boolean training = program.purpose().backward();
    dnnl_primitive_desc forward =
        program.choose(forwardDescriptor(training, input, fit, outputShape));
    Tensor output = program.tensor(OneDnn.chosen(forward, dnnl_query_dst_md), outputShape);
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, input);
    arguments.put(DNNL_ARG_DST, output);
    Tensor winners = training && kind == Kind.MAXIMUM ? winners(program, forward, output) : null;
    if (winners != null) {
      arguments.put(DNNL_ARG_WORKSPACE, winners);
    }
    program.emit(forward, arguments);
    return new Stage(
        output,
        (outputGradient, wanted) ->
            wanted
                ? backward(
                    program,
                    input,
                    fit,
                    forward,
                    program.as(outputGradient, output.layout()),
                    winners)
                : null);
  }

  /** Where each maximum was found, which its gradient goes back to. */
  private static Tensor winners(
      ProgramBuilder program, dnnl_primitive_desc forward, Tensor output) {
    return program.tensor(OneDnn.chosen(forward, dnnl_query_workspace_md), output.shape());
  }

  private dnnl_pooling_desc_t forwardDescriptor(
      boolean training, Tensor input, Window.Fit fit, long[] outputShape) {
    var descriptor = new dnnl_pooling_desc_t();
    OneDnn.check(
        dnnl_pooling_forward_desc_init(
            descriptor,
            training ? dnnl_forward_training : dnnl_forward_inference,
            kind.algorithm,
            input.layout(),
            OneDnn.any(outputShape),
            window.stride().sizes(),
            window.kernel().sizes(),
            fit.before().sizes(),
            fit.after().sizes()),
        "dnnl_pooling_forward_desc_init");
    return descriptor;
  }

  private Tensor backward(
      ProgramBuilder program,
      Tensor input,
      Window.Fit fit,
      dnnl_primitive_desc forward,
      Tensor outputGradient,
      @Nullable Tensor winners) {
    var descriptor = new dnnl_pooling_desc_t();
    OneDnn.check(
        dnnl_pooling_backward_desc_init(
            descriptor,
            kind.algorithm,
            input.layout(),
            outputGradient.layout(),
            window.stride().sizes(),
            window.kernel().sizes(),
            fit.before().sizes(),
            fit.after().sizes()),
        "dnnl_pooling_backward_desc_init");
    Tensor result = program.tensor(input.layout(), input.shape());
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_DIFF_DST, outputGradient);
    arguments.put(DNNL_ARG_DIFF_SRC, result);
    if (winners != null) {
      arguments.put(DNNL_ARG_WORKSPACE, winners);
    }
    program.emit(program.choose(descriptor, null, forward), arguments);
    return result;
  }
}
