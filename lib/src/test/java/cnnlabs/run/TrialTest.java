package cnnlabs.run;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.data.Augmentation;
import cnnlabs.model.Activation;
import cnnlabs.model.Architecture;
import cnnlabs.model.LeNet5;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {

  private static final Architecture TANH = LeNet5.of(Activation.TANH);
  private static final Hyperparameters CHOSEN = Hyperparameters.defaults();

  private static List<String> labels(Grid grid) {
    return Trial.labels(grid.trials());
  }

  @Test
  void whatTheLabelsTellApartAlreadyIsAllTheySay() {
    Grid grid = Grid.of(CHOSEN, TANH).withLearningRates(0.1, 0.01).withSeeds(7);
    assertThat(labels(grid))
        .containsExactly(
            "LeNet-5, tanh, cross-entropy, SGD 0.1", "LeNet-5, tanh, cross-entropy, SGD 0.01");
  }

  @Test
  void trialsThatDifferInSeedAndL2SayBoth() {
    Grid grid = Grid.of(CHOSEN, TANH).and(Grid.of(CHOSEN.withL2(1e-4), TANH)).withSeeds(1, 2);
    assertThat(labels(grid))
        .containsExactly(
            "LeNet-5, tanh, cross-entropy, SGD 0.01, no L2, seed 1",
            "LeNet-5, tanh, cross-entropy, SGD 0.01, no L2, seed 2",
            "LeNet-5, tanh, cross-entropy, SGD 0.01, L2 1.0E-4, seed 1",
            "LeNet-5, tanh, cross-entropy, SGD 0.01, L2 1.0E-4, seed 2");
  }

  @Test
  void noTwoTrialsThatMakeDifferentRunsLookAlike() {
    Augmentation crop = Augmentation.none().withCropPadding(4);
    Grid grid =
        Grid.of(CHOSEN, TANH)
            .and(Grid.of(CHOSEN.withBatchSize(100), TANH))
            .and(Grid.of(CHOSEN.withL2(1e-3), TANH))
            .and(Grid.of(CHOSEN.withAugmentation(crop), TANH))
            .withOptimizers(Optimizer.sgd(), Optimizer.momentum(0.9))
            .withSeeds(1, 2);
    assertThat(labels(grid)).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void anAugmentedTrialSaysHow() {
    Augmentation cropped = Augmentation.none().withCropPadding(4).withHorizontalFlip();
    assertThat(new Trial(TANH, CHOSEN.withAugmentation(cropped)).label())
        .isEqualTo("LeNet-5, tanh, cross-entropy, SGD 0.01, crop 4, horizontal flip");
  }
}
