package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.Map;
import org.bytedeco.dnnl.dnnl_eltwise_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** An activation function as a node of its own. */
record ActivationNode(ActivationFunction function) implements Node {

  @Override
  public Stage forward(ProgramBuilder program, Tensor input) {
    dnnl_primitive_desc forward = choose(program, input);
    Tensor output = program.tensor(input.layout(), input.shape());
    program.emit(forward, Map.of(DNNL_ARG_SRC, input, DNNL_ARG_DST, output));
    return new Stage(
        output,
        (outputGradient, wanted) ->
            wanted ? backward(program, function, input, output, outputGradient) : null);
  }

  private dnnl_primitive_desc choose(ProgramBuilder program, Tensor input) {
    return program.choose(forwardDescriptor(function, input));
  }

  private static dnnl_eltwise_desc_t forwardDescriptor(ActivationFunction function, Tensor like) {
    var descriptor = new dnnl_eltwise_desc_t();
    OneDnn.check(
        dnnl_eltwise_forward_desc_init(
            descriptor,
            dnnl_forward_training,
            function.algorithm(),
            like.layout(),
            function.alpha(),
            function.beta()),
        "dnnl_eltwise_forward_desc_init");
    return descriptor;
  }

  /**
   * Emits the gradient of the function's input, over that of its output.
   *
   * @param input read only if the derivative is not derived from the output
   */
  static Tensor backward(
      ProgramBuilder program,
      ActivationFunction function,
      Tensor input,
      Tensor output,
      Tensor outputGradient) {
    Tensor known = function.derivedFromOutput() ? output : input;
    Tensor gradient = program.as(outputGradient, known.layout());
    var descriptor = new dnnl_eltwise_desc_t();
    OneDnn.check(
        dnnl_eltwise_backward_desc_init(
            descriptor,
            function.algorithm(),
            gradient.layout(),
            known.layout(),
            function.alpha(),
            function.beta()),
        "dnnl_eltwise_backward_desc_init");
    dnnl_primitive_desc forward = program.choose(forwardDescriptor(function, known));
    program.emit(
        program.choose(descriptor, null, forward),
        Map.of(
            function.derivedFromOutput() ? DNNL_ARG_DST : DNNL_ARG_SRC,
            known,
            DNNL_ARG_DIFF_DST,
            gradient,
            DNNL_ARG_DIFF_SRC,
            gradient));
    return gradient;
  }
}
