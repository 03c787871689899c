package cnnlabs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassSeparationTest {

  private static final double[][] PAIRS = {{0, 0}, {0, 1}, {10, 0}, {10, 1}};

  @Test
  void neighboursAgreeWhereClassesLieApart() {
    assertThat(ClassSeparation.neighbourAgreement(PAIRS, new int[] {0, 0, 1, 1}, 1)).isEqualTo(1);
    assertThat(ClassSeparation.neighbourAgreement(PAIRS, new int[] {0, 1, 0, 1}, 1)).isZero();
  }

  @Test
  void theNearestBreaksATieOfVotes() {
    double[][] line = {{0}, {1}, {1.5}, {9}};
    // Of the second point's three neighbours, each of another class, the nearest wins.
    assertThat(ClassSeparation.nearest(line, 1, 3)).containsExactly(2, 0, 3);
    assertThat(ClassSeparation.neighbourAgreement(line, new int[] {0, 1, 1, 2}, 2)).isEqualTo(0.5);
  }

  @Test
  void theSilhouetteIsThatOfThePaper() {
    double across = (10 + Math.sqrt(101)) / 2;
    assertThat(ClassSeparation.silhouette(PAIRS, new int[] {0, 0, 1, 1}))
        .isCloseTo((across - 1) / across, within(1e-12));
    assertThat(ClassSeparation.silhouette(PAIRS, new int[] {0, 1, 0, 1})).isNegative();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSeparation.silhouette(PAIRS, new int[] {0, 1}))
        .withMessageContaining("4 points have 2 labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSeparation.silhouette(PAIRS, new int[4]))
        .withMessageContaining("at least two classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassSeparation.neighbourAgreement(PAIRS, new int[4], 4))
        .withMessageContaining("neighbours must be 1 to 3, but is 4");
  }
}
