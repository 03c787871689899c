package cnnlabs.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayersTest {

  private static INDArray random(long... shape) {
    Nd4j.getRandom().setSeed(3);
    return Nd4j.rand(DataType.DOUBLE, shape).subi(0.5);
  }

  static Stream<Arguments> layers() {
    INDArray images = random(3, 2, 7, 6);
    INDArray rows = random(4, 5);
    return Stream.of(
        Arguments.of(new Dense("dense", random(5, 3), random(3)), rows),
        Arguments.of(new Convolution("square", random(4, 2, 3, 3), random(4)), images),
        Arguments.of(new Convolution("one", random(4, 2, 1, 1), random(4)), images),
        Arguments.of(new MaxPool(), images),
        Arguments.of(new Flatten(), images),
        Arguments.of(new Sigmoid(), rows.mul(8)),
        Arguments.of(new Silu(), rows.mul(8)));
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("layers")
  void gradientsAreThoseOfFiniteDifferences(Layer layer, INDArray input) {
    GradientCheck check = GradientCheck.of(layer, input, 1);
    assertThat(check.rows()).hasSize(1 + layer.parameters().size());
    assertThat(check.worst()).as(check.toString()).isLessThan(1e-8);
    assertThat(check.passes()).isTrue();
  }

  @ParameterizedTest(autoCloseArguments = false)
  @MethodSource("layers")
  void noLayerChangesWhatItIsGiven(Layer layer, INDArray input) {
    INDArray before = input.dup();
    INDArray gradient = layer.forward(input).mul(0.5);
    INDArray gradientBefore = gradient.dup();
    layer.backward(gradient);
    assertThat(input).isEqualTo(before);
    assertThat(gradient).isEqualTo(gradientBefore);
  }

  @Test
  void aFirstLayerFindsTheSameGradientsWithoutThoseOfItsInput() {
    INDArray images = random(3, 2, 7, 6);
    Convolution layer = new Convolution("conv", random(4, 2, 3, 3), random(4));
    INDArray gradient = random(3, 4, 5, 4);
    layer.forward(images);
    layer.backward(gradient);
    INDArray whole = layer.parameters().get(0).gradient().dup();
    layer.parameters().get(0).gradient().assign(0);
    layer.findGradients(gradient);
    assertThat(layer.parameters().get(0).gradient()).isEqualTo(whole);
  }

  @Test
  void aConvolutionAddsUpWhatItsKernelSees() {
    INDArray image = Nd4j.arange(9).castTo(DataType.DOUBLE).reshape(1, 1, 3, 3);
    INDArray kernel = Nd4j.createFromArray(1.0, 10, 100, 1000).reshape(1, 1, 2, 2);
    INDArray output = new Convolution("conv", kernel, Nd4j.createFromArray(0.5)).forward(image);
    assertThat(output.shape()).containsExactly(1, 1, 2, 2);
    // 0 + 10 + 300 + 4000 at the upper left, and so on.
    assertThat(output.dup().data().asDouble()).containsExactly(4310.5, 5421.5, 7643.5, 8754.5);
  }

  @Test
  void ofEqualValuesTheFirstReceivesTheGradient() {
    MaxPool pool = new MaxPool();
    pool.forward(Nd4j.zeros(DataType.DOUBLE, 1, 1, 2, 3));
    INDArray gradient = pool.backward(Nd4j.createFromArray(7.0).reshape(1, 1, 1, 1));
    assertThat(gradient.data().asDouble()).containsExactly(7, 0, 0, 0, 0, 0);
  }

  @Test
  void theWrongSlopeOfSigmoidFailsTheCheck() {
    GradientCheck check = GradientCheck.of(Sigmoid.withWrongSlope(), random(4, 5), 1);
    assertThat(check.passes()).isFalse();
    assertThat(check.worst()).isGreaterThan(1e-3);
  }

  @Test
  void anErrorOfOnePartInATenThousandIsNoticed() {
    Layer nearly =
        new Layer() {
          private final Layer right = new Silu();

          @Override
          public INDArray forward(INDArray input) {
            return right.forward(input);
          }

          @Override
          public INDArray backward(INDArray gradient) {
            return right.backward(gradient).mul(1.0001);
          }
        };
    assertThat(GradientCheck.of(nearly, random(4, 5), 1).passes()).isFalse();
  }

  @Test
  void finiteDifferencesInFloatAreRefused() {
    INDArray input = random(4, 5).castTo(DataType.FLOAT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GradientCheck.of(new Sigmoid(), input, 1))
        .withMessage("Sigmoid input is of type FLOAT: finite differences need DOUBLE.");
  }

  @Test
  void theLossOfAGuessIsTheLogarithmOfTheClasses() {
    var guess = SoftmaxCrossEntropy.of(Nd4j.zeros(DataType.DOUBLE, 3, 50), new int[] {0, 1, 49});
    assertThat(guess.loss()).isCloseTo(Math.log(50), within());
    assertThat(guess.gradient().sumNumber().doubleValue()).isCloseTo(0, within());
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }

  @Test
  void hugeLogitsOverflowNothing() {
    INDArray logits = Nd4j.createFromArray(new double[][] {{1e4, -1e4}, {1e4, -1e4}});
    var loss = SoftmaxCrossEntropy.of(logits, new int[] {0, 1});
    assertThat(loss.loss()).isBetween(300.0, 1e4);
    assertThat(loss.correct()).isEqualTo(1);
    assertThat(loss.gradient().data().asDouble()).containsExactly(0, 0, 0.5, -0.5);
  }

  @Test
  void aLabelWithoutALogitIsRefused() {
    INDArray logits = Nd4j.zeros(DataType.DOUBLE, 1, 10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoftmaxCrossEntropy.of(logits, new int[] {10}))
        .withMessage("Label 10: the 10 logits know 0 to 9.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SoftmaxCrossEntropy.of(logits, new int[] {1, 2}))
        .withMessageContaining("1 rows of logits and 2 labels");
  }
}
