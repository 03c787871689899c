package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrayTextTest {
  @Test
  void arraysAreTheirElements() {
    assertThat(ArrayText.of(new int[] {1, 2, 3})).isEqualTo("[1, 2, 3]");
    assertThat(ArrayText.of(new String[] {"a", null})).isEqualTo("[a, null]");
    assertThat(ArrayText.of(new double[0])).isEqualTo("[]");
  }

  @Test
  void rowsOfAMatrixAreLines() {
    assertThat(ArrayText.of(new int[][] {{1, 2}, {3}})).isEqualTo("[[1, 2],\n [3]]");
  }

  @Test
  void ofManyElementsTheFirstAreShown() {
    assertThat(ArrayText.of(new byte[10_000])).hasSizeLessThan(500).endsWith("0, ... 9,900 more]");
    assertThat(ArrayText.of(new float[500][500])).hasSizeLessThan(10_000);
  }

  @Test
  void anArrayThatHoldsItselfHasAnEnd() {
    Object[] self = new Object[1];
    self[0] = self;
    assertThat(ArrayText.of(self)).hasSizeLessThan(2_000_000).contains("...");
  }
}
