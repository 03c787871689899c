package cnnlabs.run;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.run.Claim.Finding;
import org.junit.jupiter.api.Test;

class ClaimTest {

  private static Claim claim(int trainingImages) {
    var data = new RunData("CIFAR-10", trainingImages, 0, 10_000);
    return new Claim("R2", "no sigmoid network learns", true, "Errors: 90.0 %.", data);
  }

  @Test
  void runsAsLargeAsTheClaimsDecideIt() {
    assertThat(claim(50_000).needing(20, 50_000, 20)).isEqualTo(claim(50_000));
    assertThat(claim(50_000).needing(20, 50_000, 25).finding()).isEqualTo(Finding.HOLDS);
  }

  @Test
  void smallerRunsLeaveItOpenAndSaySo() {
    assertThat(claim(50_000).needing(20, 50_000, 2).finding()).isEqualTo(Finding.OPEN);
    assertThat(claim(5_000).needing(20, 50_000, 20).toString())
        .isEqualTo(
            "R2 claims: no sigmoid network learns. On CIFAR-10, 5,000 training, 10,000 test images,"
                + " it is open. The claim is about 20 epochs of 50,000 training images; smaller"
                + " runs decide nothing. Errors: 90.0 %.");
  }

  @Test
  void fewerSeedsThanTheClaimNeedsLeaveItOpenAndSaySo() {
    assertThat(claim(50_000).needingSeeds(3, 3)).isEqualTo(claim(50_000));
    Claim one = claim(50_000).needingSeeds(3, 1);
    assertThat(one.finding()).isEqualTo(Finding.OPEN);
    assertThat(one.evidence())
        .isEqualTo(
            "The claim needs 3 seeds; fewer do not tell an effect from chance. Errors: 90.0 %.");
  }
}
