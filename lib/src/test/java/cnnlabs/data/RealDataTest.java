package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What holds of the real data sets, where the environment names a folder with both. */
@Tag("full")
@EnabledIfEnvironmentVariable(named = DataLocation.FOLDER_VARIABLE, matches = ".+")
class RealDataTest {

  private final Path folder = Path.of(System.getenv(DataLocation.FOLDER_VARIABLE));

  @Test
  void mnistIsOfficial() {
    Split split = Mnist.load();
    assertThat(split).hasToString("MNIST: 60,000 training, 10,000 test images 1x28x28, 10 classes");
    assertThat(split.training().take(5).labels()).containsExactly(5, 0, 4, 1, 9);
    assertThat(split.test().take(5).labels()).containsExactly(7, 2, 1, 0, 4);
    Normalization measured = Normalization.ofTraining(split.training());
    assertThat(measured.means().get(0)).isBetween(0.1306, 0.1308);
    assertThat(measured.standardDeviations().get(0)).isBetween(0.3080, 0.3082);
  }

  @Test
  void cifar10HasFiveThousandImagesAClass() {
    Split split = Cifar10.load();
    assertThat(split)
        .hasToString("CIFAR-10: 50,000 training, 10,000 test images 3x32x32, 10 classes");
    int[] counts = new int[10];
    for (int label : split.training().labels()) {
      counts[label]++;
    }
    assertThat(counts).containsOnly(5_000);
    Normalization measured = Normalization.ofTraining(split.training());
    assertThat(measured.means().get(0)).isBetween(0.49139, 0.49141);
    assertThat(measured.standardDeviations().get(0)).isBetween(0.24703, 0.24704);
  }

  @Test
  void cifar10IsItselfInAnotherOrderToo(@TempDir Path other) throws IOException {
    for (String batch : CifarImages.BATCHES) {
      Path place = folder.resolve("cifar-10-batches-bin").resolve(batch);
      assumeTrue(Files.exists(place), "needs loose batches");
      Files.copy(place, other.resolve(batch));
    }
    CifarSamples.reverse(other, 10_000);
    Split reversed = Cifar10.FILES.read(other);
    Split split = Cifar10.load();
    assertThat(reversed.training().label(0)).isEqualTo(split.training().label(49_999));
    assertThat(reversed.fingerprint()).isNotEqualTo(split.fingerprint());
    assertThat(reversed.provenance()).isEqualTo(split.provenance());
  }
}
