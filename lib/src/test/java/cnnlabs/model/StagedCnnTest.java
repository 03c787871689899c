package cnnlabs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.data.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagedCnnTest {

  private static final ImageShape CIFAR = new ImageShape(3, 32, 32);

  private static final StagedCnn THREE =
      StagedCnn.of(
              Stage.of(16, 3).withPooling(),
              Stage.of(32, 3).withPooling(),
              Stage.of(16, 3).withPooling())
          .withDense(64);

  private static List<String> names(StagedCnn network) {
    return ModelSummary.of(network, CIFAR, 10).rows().stream().map(ModelSummary.Row::name).toList();
  }

  private static List<Long> lastMaps(StagedCnn network) {
    return ModelSummary.of(network, CIFAR, 10).rows().stream()
        .map(ModelSummary.Row::outputShape)
        .filter(shape -> shape.size() == 3)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Test
  void aStageIsAConvolutionAndItsPooling() {
    assertThat(names(THREE))
        .containsExactly("conv1", "pool1", "conv2", "pool2", "conv3", "pool3", "dense1", "output");
    assertThat(lastMaps(THREE)).containsExactly(16L, 2L, 2L);
    assertThat(ModelSummary.of(THREE, CIFAR, 10).rows().stream().map(ModelSummary.Row::parameters))
        .containsExactly(
            448L, 0L, 16 * 32 * 9 + 32L, 0L, 32 * 16 * 9 + 16L, 0L, 64 * 64 + 64L, 650L);
  }

  @Test
  void batchNormalizationStandsBetweenConvolutionAndActivation() {
    assertThat(names(THREE.withBatchNormalization()).subList(0, 4))
        .containsExactly("conv1", "norm1", "act1", "pool1");
    assertThat(
            ModelSummary.of(THREE.withBatchNormalization(), CIFAR, 10).rows().stream()
                .map(ModelSummary.Row::description)
                .limit(3))
        .containsExactly("convolution 3x3", "batch normalization", "activation, relu");
    assertThat(
            ModelSummary.of(THREE.withBatchNormalization(), CIFAR, 10).rows().stream()
                .map(ModelSummary.Row::parameters)
                .limit(2))
        .as("scale, shift, mean and variance of each map")
        .containsExactly(448L, 64L);
  }

  @Test
  void aStageIsChangedByItsNumber() {
    assertThat(lastMaps(THREE.withStage(1, THREE.stage(1).withoutPooling())))
        .containsExactly(16L, 6L, 6L);
    assertThat(lastMaps(THREE.withStage(2, THREE.stage(2).withKernelSize(5))))
        .containsExactly(16L, 1L, 1L);
    assertThat(lastMaps(THREE.withStage(3, Stage.of(8, 3).withPadding())))
        .containsExactly(8L, 6L, 6L);
  }

  @Test
  void modelNineOfReportFourHasTwoThousandSevenHundredAndFourLatentValues() {
    StagedCnn nine =
        StagedCnn.of(Stage.of(16, 3), Stage.of(32, 3), Stage.of(16, 3).withPooling())
            .withBatchNormalization()
            .withDense(120, 84);
    assertThat(lastMaps(nine)).containsExactly(16L, 13L, 13L);
    assertThat(nine.label())
        .isEqualTo("16@3x3; 32@3x3; 16@3x3, pool; batch normalization; dense 120, 84; ReLU");
  }

  @Test
  void aWrongDesignIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(StagedCnn::of).withMessageContaining("stages");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stage.of(0, 3))
        .withMessage("filters must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> THREE.withDense(120, 0))
        .withMessage("denseUnits must be at least 1, but is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> THREE.stage(4))
        .withMessage("The stages have the numbers 1 to 3; there is no 4");
  }
}
