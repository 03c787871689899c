package cnnlabs.run;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import org.junit.jupiter.api.Test;

class GridTest {

  private final Grid grid =
      Grid.of(Hyperparameters.defaults(), LeNet5.of(Activation.SIGMOID), LeNet5.of(Activation.TANH))
          .withLosses(Loss.MSE, Loss.CROSS_ENTROPY)
          .withLearningRates(0.1, 0.01, 0.001);

  @Test
  void holdsEveryCombinationOnce() {
    assertThat(grid.trials()).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void changesTheLastSettingFastest() {
    assertThat(grid.trials())
        .extracting(Trial::label)
        .startsWith(
            "LeNet-5, sigmoid, MSE, SGD 0.1",
            "LeNet-5, sigmoid, MSE, SGD 0.01",
            "LeNet-5, sigmoid, MSE, SGD 0.001",
            "LeNet-5, sigmoid, cross-entropy, SGD 0.1")
        .endsWith("LeNet-5, tanh, cross-entropy, SGD 0.001");
  }

  @Test
  void expandsOverOptimizersAndSeeds() {
    assertThat(
            Grid.of(Hyperparameters.defaults(), LeNet5.of(Activation.TANH))
                .withOptimizers(Optimizer.sgd(), Optimizer.adam())
                .withSeeds(1, 2, 3)
                .trials())
        .extracting(trial -> trial.hyperparameters().seed())
        .containsExactly(1L, 2L, 3L, 1L, 2L, 3L);
  }
}
