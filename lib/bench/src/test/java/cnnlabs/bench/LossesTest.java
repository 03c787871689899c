package cnnlabs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossesTest {

  private static final Losses LOSSES = new Losses(2.3, 2.2);

  @Test
  void roundingIsNoDifference() {
    assertThat(LOSSES.agreeWith(new Losses(2.30001, 2.20002))).isTrue();
  }

  @Test
  void anotherForwardPassIsOne() {
    assertThat(LOSSES.agreeWith(new Losses(2.301, 2.201))).isFalse();
  }

  @Test
  void anUpdateTwoPerCentTooLongIsOne() {
    assertThat(LOSSES.agreeWith(new Losses(2.3, 2.198))).isFalse();
  }

  @Test
  void whatIsNotANumberAgreesWithNothing() {
    var diverged = new Losses(2.3, Double.NaN);
    assertThat(LOSSES.agreeWith(diverged)).isFalse();
    assertThat(diverged.agreeWith(diverged)).isFalse();
  }

  @Test
  void anEvaluationHasNoFall() {
    var evaluation = new Losses(2.3, 2.3);
    assertThat(evaluation.agreeWith(new Losses(2.30001, 2.30001))).isTrue();
  }
}
