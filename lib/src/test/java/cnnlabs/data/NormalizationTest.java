package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class NormalizationTest {

  @Test
  void centeredGoesFromMinusOneToOne() {
    float[] table = Normalization.centered().table(2);
    assertThat(table).hasSize(256);
    assertThat(table[0]).isEqualTo(-1);
    assertThat(table[255]).isEqualTo(1);
  }

  @Test
  void unitGoesFromZeroToOne() {
    float[] table = Normalization.unit().table(0);
    assertThat(table[0]).isZero();
    assertThat(table[51]).isEqualTo(0.2f);
    assertThat(table[255]).isEqualTo(1);
  }

  @Test
  void eachChannelHasItsOwnMeanAndDeviation() {
    List<Double> means = List.of(0.4914, 0.4822, 0.4465);
    List<Double> deviations = List.of(0.247, 0.2435, 0.2616);
    Normalization normalization = new Normalization(means, deviations);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(normalization.table(channel)[102])
          .isEqualTo((float) ((0.4 - means.get(channel)) / deviations.get(channel)));
    }
  }

  @Test
  void aMeasuredNormalizationGivesMeanZeroAndDeviationOneInEachChannel() {
    ImageDataset dataset = Samples.colour(50);
    BatchReader reader = new BatchReader(dataset, Normalization.ofTraining(dataset), 50);
    INDArray features = reader.inOrder().iterator().next().features();
    for (int channel = 0; channel < 3; channel++) {
      INDArray values = features.get(NDArrayIndex.all(), NDArrayIndex.point(channel));
      assertThat(values.meanNumber().doubleValue()).isCloseTo(0, within(1e-6));
      assertThat(values.stdNumber(false).doubleValue()).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void describesItselfWithExactNumbers() {
    assertThat(Normalization.centered()).hasToString("(x/255 - 0.5) / 0.5");
    assertThat(new Normalization(List.of(0.1, 0.25), List.of(1.0, 2.0)).toString())
        .isEqualTo("(x/255 - [0.1, 0.25]) / [1.0, 2.0]");
  }

  @Test
  void isReadBackFromItsDescriptionExactly() {
    for (Normalization normalization :
        List.of(
            Normalization.centered(),
            Normalization.of(-1.0 / 3, 1e-7),
            Normalization.ofTraining(Samples.colour(50)))) {
      assertThat(Normalization.parse(normalization.toString())).isEqualTo(normalization);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalization.parse("centered"))
        .withMessage("A normalization reads like '(x/255 - 0.5) / 0.5', not 'centered'.");
  }

  @Test
  void refusesADeviationThatIsNotAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalization.of(0.5, 0))
        .withMessage("A standard deviation of 0.0: it must be finite and above 0.");
    assertThatIllegalArgumentException().isThrownBy(() -> Normalization.of(0.5, Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Normalization.of(Double.POSITIVE_INFINITY, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalization(List.of(0.5), List.of(1.0, 2.0)));
  }

  @Test
  void refusesAChannelThatItHasNoValuesFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalization(List.of(0.1, 0.2), List.of(1.0, 1.0)).table(2));
  }
}
