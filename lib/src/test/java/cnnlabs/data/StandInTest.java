package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandInTest {

  @Test
  void hasTheShapeOfWhatItStandsInFor() {
    assertThat(Mnist.standIn(20, 10, 1))
        .hasToString("MNIST stand-in: 20 training, 10 test images 1x28x28, 10 classes");
    assertThat(Cifar10.standIn(20, 10, 1))
        .hasToString("CIFAR-10 stand-in: 20 training, 10 test images 3x32x32, 10 classes");
    assertThat(Cifar10.standIn(20, 10, 1).classNames())
        .doesNotContainAnyElementsOf(CifarImages.CLASS_NAMES);
  }

  @Test
  void aShorterOneIsTheStartOfALongerOne() {
    assertThat(Cifar10.standIn(15, 5, 1).fingerprint())
        .isEqualTo(Cifar10.standIn(40, 10, 1).takeTraining(15).takeTest(5).fingerprint());
  }

  @Test
  void seedAndPartDecideEachImage() {
    Split split = Mnist.standIn(20, 20, 1);
    assertThat(split.training().fingerprint()).isNotEqualTo(split.test().fingerprint());
    assertThat(Mnist.standIn(20, 20, 2).training().fingerprint())
        .isNotEqualTo(split.training().fingerprint());
  }

  @Test
  void eachTenImagesHoldEachClassOnce() {
    int[] labels = Cifar10.standIn(50, 1, 1).training().labels();
    for (int start = 0; start < 50; start += 10) {
      assertThat(Arrays.copyOfRange(labels, start, start + 10))
          .containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
    }
  }

  @Test
  void theImagesStayForEver() {
    assertThat(Mnist.standIn(1000, 100, 1).fingerprint())
        .isEqualTo("781ddcccbb6f6faa780db9c8d77379eea2fa1f3040c8fd0baded7bcbc6aab234");
    assertThat(Cifar10.standIn(1000, 100, 1).fingerprint())
        .isEqualTo("d8d0a9e084a22262360e51525cbc17171b3081b97f0a808fe7805e10b74e48e7");
  }

  @Test
  void colourDoesNotGiveTheClassAway() {
    ImageDataset images = Cifar10.standIn(4000, 1, 1).training();
    double[][] sums = new double[10][3];
    byte[] pixels = new byte[3 * 1024];
    for (int i = 0; i < images.size(); i++) {
      images.copyPixels(i, pixels, 0);
      for (int p = 0; p < pixels.length; p++) {
        sums[images.label(i)][p / 1024] += (pixels[p] & 0xff) / (400.0 * 1024);
      }
    }
    for (double[] means : sums) {
      assertThat(Arrays.stream(means)).allMatch(mean -> mean > 117 && mean < 138);
    }
  }

  @Test
  void refusesMoreImagesThanTheDataSetHas() {
    IntFunction<Split> draw = n -> Cifar10.standIn(n, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> draw.apply(50_001))
        .withMessage("50001 training images of the CIFAR-10 stand-in: choose 1 to 50000.");
    assertThatIllegalArgumentException().isThrownBy(() -> draw.apply(0));
  }
}
