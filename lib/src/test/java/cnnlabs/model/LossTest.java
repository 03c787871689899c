package cnnlabs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LossTest {

  @ParameterizedTest
  @EnumSource(Loss.class)
  void agreesWithDeeplearning4j(Loss loss) {
    INDArray logits = Nd4j.createFromArray(new float[][] {{0.5f, -1f, 2f}, {3f, 0.1f, -0.2f}});
    INDArray oneHot = Nd4j.createFromArray(new float[][] {{0, 1, 0}, {1, 0, 0}});
    var activation = loss.outputActivation().nd4j().getActivationFunction();
    INDArray outputs = activation.getActivation(logits.dup(), false);
    double expected = loss.function().computeScore(oneHot, logits.dup(), activation, null, true);
    double ours =
        (loss.of(outputs.getRow(0).toFloatVector(), 1)
                + loss.of(outputs.getRow(1).toFloatVector(), 0))
            / 2;
    assertThat(ours).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void passesOnANumberThatIsNone(Loss loss) {
    assertThat(loss.of(new float[] {Float.NaN, Float.NaN}, 0)).isNaN();
  }

  /** With one output at 1 and the others at 0, which no softmax quite reaches. */
  @Test
  void aDoubledSoftmaxCannotGetBelowItsBound() {
    INDArray perfect = Nd4j.zeros(1, 10);
    perfect.putScalar(0, 3, 1);
    INDArray again =
        Activation.SOFTMAX.nd4j().getActivationFunction().getActivation(perfect, false);
    double least = Loss.DOUBLED_SOFTMAX.of(again.getRow(0).toFloatVector(), 3);
    assertThat(Loss.DOUBLED_SOFTMAX.bound(10)).isCloseTo(1.4612, within(5e-5));
    assertThat(least).isCloseTo(Loss.DOUBLED_SOFTMAX.bound(10), within(1e-6));
    assertThat(Loss.CROSS_ENTROPY.bound(10)).isZero();
    assertThat(Loss.MSE.bound(10)).isZero();
  }
}
