package cnnlabs.run;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperparametersTest {

  private final Hyperparameters defaults = Hyperparameters.defaults();

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void learningRateIsAPositiveNumber(double learningRate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withLearningRate(learningRate))
        .withMessage(
            "learningRate must be a number greater than 0, such as 0.01, but is " + learningRate);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -10})
  void batchSizeIsAtLeastOne(int batchSize) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withBatchSize(batchSize))
        .withMessage("batchSize must be at least 1, such as 10, but is " + batchSize);
  }

  @Test
  void epochsAreAtLeastOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withEpochs(0))
        .withMessage("epochs must be at least 1, but is 0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-4, Double.NaN, Double.POSITIVE_INFINITY})
  void l2IsNoNegativeNumber(double l2) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> defaults.withL2(l2))
        .withMessageStartingWith("l2 must be a number of at least 0");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void momentumIsBelowOne(double momentum) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Optimizer.momentum(momentum))
        .withMessage("momentum must be in [0, 1), but is " + momentum);
  }

  @Test
  void takesTheBordersOfItsRanges() {
    assertThatNoException()
        .isThrownBy(() -> defaults.withBatchSize(1).withEpochs(1).withL2(0).withSeed(-1));
  }
}
