package cnnlabs.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh_use_dst_for_bwd;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * An elementwise activation function in oneDNN's terms.
 *
 * @param algorithm oneDNN's {@code dnnl_alg_kind_t}
 * @param alpha its first parameter: the slope of ReLU's negative side, SiLU's factor
 * @param beta its second parameter
 * @param derivedFromOutput whether the output alone gives the derivative; else it takes the input
 * @param monotone never falling, so that it may change places with a maximum
 * @see <a href="https://oneapi-src.github.io/oneDNN/v2.5/dev_guide_eltwise.html">Eltwise</a>
 */
record ActivationFunction(
    int algorithm, float alpha, float beta, boolean derivedFromOutput, boolean monotone) {

  /** The function that computes what Deeplearning4j's does, if there is one. */
  static Optional<ActivationFunction> of(IActivation activation) {
    Class<?> type = activation.getClass();
    if (type == ActivationReLU.class && activation.equals(new ActivationReLU())) {
      return Optional.of(relu(0));
    }
    if (type == ActivationLReLU.class && ((ActivationLReLU) activation).getAlpha() >= 0) {
      return Optional.of(relu(((ActivationLReLU) activation).getAlpha()));
    }
    if (type == ActivationTanH.class) {
      return Optional.of(fromOutput(dnnl_eltwise_tanh_use_dst_for_bwd));
    }
    if (type == ActivationSigmoid.class) {
      return Optional.of(fromOutput(dnnl_eltwise_logistic_use_dst_for_bwd));
    }
    if (type == ActivationSwish.class) {
      return Optional.of(new ActivationFunction(dnnl_eltwise_swish, 1, 0, false, false));
    }
    return Optional.empty();
  }

  private static ActivationFunction relu(double negativeSlope) {
    return new ActivationFunction(
        dnnl_eltwise_relu_use_dst_for_bwd, (float) negativeSlope, 0, true, true);
  }

  private static ActivationFunction fromOutput(int algorithm) {
    return new ActivationFunction(algorithm, 0, 0, true, true);
  }
}
