package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_desc_init;

import java.util.Map;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_softmax_desc_t;

/**
 * Softmax over the units of {@code [N, units]}.
 *
 * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_softmax.html">Softmax</a>
 */
record SoftmaxNode() implements Node {

  private static final int UNITS = 1;

  @Override
  public Stage forward(ProgramBuilder program, Tensor input) {
    input.requireRows(input.size(1));
    Tensor rows = program.asPlain(input);
    var descriptor = new dnnl_softmax_desc_t();
    OneDnn.check(
        dnnl_softmax_forward_desc_init(descriptor, dnnl_forward_training, rows.layout(), UNITS),
        "dnnl_softmax_forward_desc_init");
    dnnl_primitive_desc forward = program.choose(descriptor);
    Tensor output = program.tensor(rows.layout(), rows.shape());
    program.emit(forward, Map.of(DNNL_ARG_SRC, rows, DNNL_ARG_DST, output));
    return new Stage(
        output,
        (gradient, wanted) ->
            wanted ? backward(program, forward, output, program.asPlain(gradient)) : null);
  }

  private static Tensor backward(
      ProgramBuilder program, dnnl_primitive_desc forward, Tensor output, Tensor gradient) {
    var descriptor = new dnnl_softmax_desc_t();
    OneDnn.check(
        dnnl_softmax_backward_desc_init(descriptor, gradient.layout(), output.layout(), UNITS),
        "dnnl_softmax_backward_desc_init");
    Tensor result = program.tensor(output.layout(), output.shape());
    program.emit(
        program.choose(descriptor, null, forward),
        Map.of(DNNL_ARG_DST, output, DNNL_ARG_DIFF_DST, gradient, DNNL_ARG_DIFF_SRC, result));
    return result;
  }
}
