package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

  private final Split split = Split.of(Samples.colour(20), Samples.colour(6));

  @Test
  void holdsOutEachImageOnceAndKeepsTheOrder() {
    Split held = split.withValidation(5, 1);
    ImageDataset validation = held.validation().orElseThrow();
    assertThat(held.training().size()).isEqualTo(15);
    assertThat(validation.size()).isEqualTo(5);
    int[] kept = firstBytes(held.training());
    int[] out = firstBytes(validation);
    assertThat(IntStream.concat(IntStream.of(kept), IntStream.of(out)).toArray())
        .containsExactlyInAnyOrder(firstBytes(split.training()));
    assertThat(held.test()).isSameAs(split.test());
  }

  @Test
  void theSeedDecidesWhatIsHeldOut() {
    String known = split.withValidation(5, 1).fingerprint();
    assertThat(split.withValidation(5, 1).fingerprint()).isEqualTo(known);
    assertThat(split.withValidation(5, 2).fingerprint()).isNotEqualTo(known);
    assertThat(split.fingerprint()).isNotEqualTo(known);
  }

  @Test
  void refusesToHoldOutAllOrNoneOrTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split.withValidation(20, 1))
        .withMessage("Cannot hold out 20 of 20 training images: choose 1 to 19.");
    assertThatIllegalArgumentException().isThrownBy(() -> split.withValidation(0, 1));
    Split held = split.withValidation(5, 1);
    assertThatIllegalStateException().isThrownBy(() -> held.withValidation(5, 1));
  }

  @Test
  void takesTheFirstImagesForAQuickRun() {
    Split quick = split.withValidation(5, 1).takeTraining(3).takeTest(2);
    assertThat(quick)
        .hasToString("Sample stand-in: 3 training, 5 validation, 2 test images 3x4x5, 2 classes");
    assertThatIllegalArgumentException().isThrownBy(() -> split.takeTest(7));
  }

  @Test
  void refusesPartsOfDifferentShapesOrClasses() {
    ImageDataset turned = Samples.of(4, new ImageShape(3, 5, 4), List.of("even", "odd"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.of(split.training(), turned))
        .withMessageContaining("3x4x5")
        .withMessageContaining("3x5x4");
    ImageDataset renamed = Samples.of(4, split.shape(), List.of("a", "b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Split.of(split.training(), renamed, split.test()))
        .withMessageContaining("validation");
  }

  @Test
  void vouchesForNoMoreThanItsWorstPart() {
    ImageDataset user =
        ImageDataset.of(
            Provenance.userFile("Sample"),
            new ImageShape(3, 4, 5),
            List.of("even", "odd"),
            new byte[60],
            new byte[1]);
    assertThat(Split.of(user, split.test()).provenance().isStandIn()).isTrue();
    assertThat(Split.of(user, user).provenance().label()).isEqualTo("Sample (user file)");
  }

  private static int[] firstBytes(ImageDataset dataset) {
    byte[] pixels = new byte[dataset.shape().volume()];
    return IntStream.range(0, dataset.size())
        .map(
            i -> {
              dataset.copyPixels(i, pixels, 0);
              return pixels[0] & 0xff;
            })
        .toArray();
  }
}
