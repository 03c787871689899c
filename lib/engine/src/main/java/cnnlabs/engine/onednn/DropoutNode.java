package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_desc_init;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import java.util.Map;
import org.bytedeco.dnnl.dnnl_binary_desc_t;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Dropout while training: elements are zeroed at random, the rest scaled up so that the mean stays.
 *
 * @param keep the fraction of elements to keep
 * @param stream tells the masks of a network's dropouts apart
 * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_binary.html">Binary</a>
 */
record DropoutNode(ISchedule keep, int stream) implements Node {

  @Override
  public Stage forward(ProgramBuilder program, Tensor input) {
    if (program.purpose() != Purpose.TRAINING) {
      return new Stage(input, (gradient, wanted) -> wanted ? gradient : null);
    }
    // In plain order, so that the mask does not depend on the layout that oneDNN prefers.
    Tensor plainMask = program.tensor(OneDnn.plain(input.shape()), input.shape());
    var generator = new DropoutMask();
    program.emit(
        run ->
            generator.fill(
                plainMask.floats(),
                keep.valueAt(run.iteration, run.epoch),
                run.dropoutSeed,
                stream),
        plainMask);
    Tensor mask = program.as(plainMask, input.layout());
    Tensor output = program.tensor(input.layout(), input.shape());
    multiply(program, input, mask, output);
    return new Stage(
        output, (gradient, wanted) -> wanted ? backward(program, gradient, mask) : null);
  }

  private static Tensor backward(ProgramBuilder program, Tensor outputGradient, Tensor mask) {
    Tensor gradient = program.as(outputGradient, mask.layout());
    multiply(program, gradient, mask, gradient);
    return gradient;
  }

  private static void multiply(ProgramBuilder program, Tensor factor, Tensor mask, Tensor product) {
    var descriptor = new dnnl_binary_desc_t();
    OneDnn.check(
        dnnl_binary_desc_init(
            descriptor, dnnl_binary_mul, factor.layout(), mask.layout(), product.layout()),
        "dnnl_binary_desc_init");
    program.emit(
        program.choose(descriptor),
        Map.of(DNNL_ARG_SRC_0, factor, DNNL_ARG_SRC_1, mask, DNNL_ARG_DST, product));
  }
}
