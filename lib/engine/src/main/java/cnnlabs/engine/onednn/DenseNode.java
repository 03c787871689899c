package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_data_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_weights_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_forward_desc_init;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_inner_product_desc_t;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer, with the activation function that follows it where one pass computes both.
 *
 * <p>Its parameters lie in Deeplearning4j's order: weights {@code [inputs, units]} in Fortran
 * order, which is oneDNN's {@code [units, inputs]} in C order, then biases {@code [units]}.
 *
 * @param offset of its first parameter in the network's array
 * @param bias whether there are biases
 * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_inner_product.html">Inner
 *     product</a>
 */
record DenseNode(
    long offset, long inputs, long units, boolean bias, @Nullable ActivationFunction activation)
    implements Node {

  DenseNode with(ActivationFunction function) {
    return new DenseNode(offset, inputs, units, bias, function);
  }

  @Override
  public boolean trains() {
    return true;
  }

  @Override
  public Stage forward(ProgramBuilder program, Tensor input) {
    input.requireRows(inputs);
    Tensor rows = program.asPlain(input);
    long[] outputShape = {input.size(0), units};
    Tensor output = program.tensor(OneDnn.plain(outputShape), outputShape);
    Tensor weights = program.parameters(offset, units, inputs);
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, rows);
    arguments.put(DNNL_ARG_WEIGHTS, weights);
    arguments.put(DNNL_ARG_DST, output);
    if (bias) {
      arguments.put(DNNL_ARG_BIAS, program.parameters(biasOffset(), units));
    }
    program.emit(program.choose(forwardDescriptor(rows, output), activation, null), arguments);
    return new Stage(
        output,
        (outputGradient, wanted) -> {
          Tensor gradient =
              activation == null
                  ? program.asPlain(outputGradient)
                  : ActivationNode.backward(program, activation, output, output, outputGradient);
          dnnl_primitive_desc forward = program.choose(forwardDescriptor(rows, output));
          backwardWeights(program, forward, rows, gradient);
          return wanted ? backwardInput(program, forward, rows, weights, gradient) : null;
        });
  }

  private long biasOffset() {
    return offset + inputs * units;
  }

  private dnnl_inner_product_desc_t forwardDescriptor(Tensor rows, Tensor output) {
    var descriptor = new dnnl_inner_product_desc_t();
    OneDnn.check(
        dnnl_inner_product_forward_desc_init(
            descriptor,
            dnnl_forward_training,
            rows.layout(),
            OneDnn.plain(units, inputs),
            bias ? OneDnn.plain(units) : null,
            output.layout()),
        "dnnl_inner_product_forward_desc_init");
    return descriptor;
  }

  private void backwardWeights(
      ProgramBuilder program, dnnl_primitive_desc forward, Tensor rows, Tensor gradient) {
    var descriptor = new dnnl_inner_product_desc_t();
    OneDnn.check(
        dnnl_inner_product_backward_weights_desc_init(
            descriptor,
            rows.layout(),
            OneDnn.plain(units, inputs),
            bias ? OneDnn.plain(units) : null,
            gradient.layout()),
        "dnnl_inner_product_backward_weights_desc_init");
    Map<Integer, Tensor> arguments = new HashMap<>();
    arguments.put(DNNL_ARG_SRC, rows);
    arguments.put(DNNL_ARG_DIFF_DST, gradient);
    arguments.put(DNNL_ARG_DIFF_WEIGHTS, program.gradients(offset, units, inputs));
    if (bias) {
      arguments.put(DNNL_ARG_DIFF_BIAS, program.gradients(biasOffset(), units));
    }
    program.emit(program.choose(descriptor, null, forward), arguments);
  }

  private Tensor backwardInput(
      ProgramBuilder program,
      dnnl_primitive_desc forward,
      Tensor rows,
      Tensor weights,
      Tensor gradient) {
    var descriptor = new dnnl_inner_product_desc_t();
    OneDnn.check(
        dnnl_inner_product_backward_data_desc_init(
            descriptor, rows.layout(), OneDnn.plain(units, inputs), gradient.layout()),
        "dnnl_inner_product_backward_data_desc_init");
    Tensor result = program.tensor(rows.layout(), rows.shape());
    program.emit(
        program.choose(descriptor, null, forward),
        Map.of(DNNL_ARG_DIFF_DST, gradient, DNNL_ARG_WEIGHTS, weights, DNNL_ARG_DIFF_SRC, result));
    return result;
  }
}
