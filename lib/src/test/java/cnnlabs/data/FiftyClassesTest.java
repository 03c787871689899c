package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiftyClassesTest {

  @Test
  void theStandInHas50ClassesWithNineImagesEachHeldOut() {
    Split split = FiftyClasses.standIn(100, 450, 450, 1);
    assertThat(split)
        .hasToString(
            "50-class set stand-in: 100 training, 450 validation, 450 test images 3x64x64,"
                + " 50 classes");
    int[] counts = new int[50];
    Arrays.stream(split.validation().orElseThrow().labels()).forEach(label -> counts[label]++);
    assertThat(counts).containsOnly(9);
    assertThat(split.classNames()).contains("red circle", "violet arrow").doesNotHaveDuplicates();
  }

  private static void layPictures(Path place, int count) throws IOException {
    Path folder = Files.createDirectories(place.resolve("fifty-classes"));
    for (String list : List.of("train", "val", "test")) {
      var lines = new ArrayList<String>();
      for (int i = 0; i < count; i++) {
        String name = "%s-%d.png".formatted(list, i);
        var picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(picture, "png", folder.resolve(name).toFile());
        lines.add(name + " 0");
      }
      Files.write(folder.resolve(list + ".txt"), lines);
    }
  }

  @Test
  void theUsersFolderComesFirstThenTheCacheThenTheStandIn(@TempDir Path root) throws IOException {
    Path user = Files.createDirectory(root.resolve("user"));
    Path cache = root.resolve("cache");
    var both = new DataLocation(Optional.of(user), cache, true);
    assertThat(FiftyClasses.load(both, 50).provenance().isStandIn()).isTrue();
    layPictures(cache, 2);
    assertThat(FiftyClasses.load(both, 50).training().size()).isEqualTo(2);
    layPictures(user, 3);
    assertThat(FiftyClasses.load(both, 50).training().size()).isEqualTo(3);
    var cacheOnly = new DataLocation(Optional.empty(), cache, true);
    assertThat(FiftyClasses.load(cacheOnly, 50).training().size()).isEqualTo(2);
  }

  @Test
  void aFolderThatIsNotThereIsNeverPassedOver(@TempDir Path root) {
    var mistyped = new DataLocation(Optional.of(root.resolve("none")), root, true);
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> FiftyClasses.load(mistyped, 50))
        .withMessageContaining("since CNNLABS_DATA names it, found nothing");
  }

  @Test
  void thePartsDiffer() {
    Split split = FiftyClasses.standIn(50, 50, 50, 1);
    assertThat(split.validation().orElseThrow().fingerprint())
        .isNotEqualTo(split.training().fingerprint())
        .isNotEqualTo(split.test().fingerprint());
  }

  @Test
  void theImagesStayForEver() {
    assertThat(FiftyClasses.standIn(200, 50, 50, 1).fingerprint())
        .isEqualTo("f3ce9b663a9c4a7631afa607dacca94d62799d5220ec1942c2f4da586e5a5f31");
  }

  @Test
  void moreImagesThanThereAreAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FiftyClasses.standIn(1, 451, 1, 1))
        .withMessage("451 validation images of the 50-class set stand-in: choose 1 to 450.");
  }

  @Test
  void aSmallerImageHasTheMeansOfItsParts() {
    byte[] pixels = {0, 10, 20, 30, 40, 50, 60, 70, 1, 1, 1, 1, 1, 1, 1, (byte) 255};
    ImageDataset images =
        ImageDataset.of(
            Provenance.userFile("ramp"),
            new ImageShape(1, 4, 4),
            List.of("only"),
            pixels,
            new byte[1]);
    ImageDataset small = images.resized(2, 2);
    byte[] target = new byte[4];
    small.copyPixels(0, target, 0);
    assertThat(target).containsExactly(25, 45, 1, 65); // (1 + 1 + 1 + 255) / 4 = 64.5
    assertThat(small.shape()).hasToString("1x2x2");
  }
}
