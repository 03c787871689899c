package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cnnlabs.SampleImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnPictureTest {

  private static final ImageDataset LIKE = SampleImages.images(4, 1);

  private final Path folder;

  OwnPictureTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path png(BufferedImage picture) throws IOException {
    Path file = folder.resolve("mine.png");
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  private static BufferedImage picture(int width, int height, int type) {
    return new BufferedImage(width, height, type);
  }

  @Test
  void aPictureOfTheRightSizeIsTakenAsItIs() throws IOException {
    ImageDataset own = OwnPicture.load(png(LIKE.image(2)), LIKE);
    byte[] expected = new byte[LIKE.shape().volume()];
    byte[] actual = new byte[LIKE.shape().volume()];
    LIKE.copyPixels(2, expected, 0);
    own.copyPixels(0, actual, 0);
    assertThat(actual).isEqualTo(expected);
    assertThat(own.size()).isEqualTo(1);
    assertThat(own.classNames())
        .containsExactly("north west", "north east", "south west", "south east", "unknown");
    assertThat(own.label(0)).isEqualTo(4);
    assertThat(own.provenance().isStandIn()).isFalse();
  }

  @Test
  void aLargerPictureIsAveraged() throws IOException {
    var chess = picture(32, 32, BufferedImage.TYPE_INT_RGB); // two pixels to one
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        chess.setRGB(x, y, (x + y) % 2 == 0 ? 0xff6400 : 0x006432);
      }
    }
    ImageDataset own = OwnPicture.load(png(chess), LIKE);
    assertThat(own.image(0).getRGB(7, 9) & 0xffffff).isEqualTo(0x806419);
  }

  @Test
  void theMiddleOfAWidePictureIsTaken() throws IOException {
    var wide = picture(48, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 16; x < 32; x++) {
        wide.setRGB(x, y, 0xffffff);
      }
    }
    ImageDataset own = OwnPicture.load(png(wide), LIKE);
    assertThat(own.histogram(0)[255]).isEqualTo(16 * 16);
  }

  @Test
  void aSmallerPictureIsEnlargedAndTransparentPlacesAreWhite() throws IOException {
    var small = picture(2, 2, BufferedImage.TYPE_INT_ARGB);
    small.setRGB(0, 0, 0xff000000);
    ImageDataset own = OwnPicture.load(png(small), LIKE);
    assertThat(own.histogram(1)[0]).isEqualTo(8 * 8);
    assertThat(own.histogram(1)[255]).isEqualTo(3 * 8 * 8);
  }

  @Test
  void greyIsTheLuminance() throws IOException {
    var grey =
        ImageDataset.of(
            Provenance.standIn("grey", 0),
            new ImageShape(1, 2, 2),
            List.of("a"),
            new byte[4],
            new byte[1]);
    var red = picture(2, 2, BufferedImage.TYPE_INT_RGB);
    red.setRGB(1, 1, 0xff0000);
    ImageDataset own = OwnPicture.load(png(red), grey);
    assertThat(own.histogram(0)[Math.round(0.299f * 255)]).isEqualTo(1);
  }

  @Test
  void errorsNameTheFile() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.png"), "no picture");
    assertThatThrownBy(() -> OwnPicture.load(text, LIKE))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("notes.png: expected a PNG, JPEG, GIF or BMP picture, found another");
    assertThatThrownBy(() -> OwnPicture.load(folder.resolve("none.png"), LIKE))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("none.png")
        .hasMessageContaining("found nothing");
    assertThatThrownBy(() -> OwnPicture.load(folder, LIKE))
        .isInstanceOf(DataFileException.class)
        .hasMessageContaining("found a folder");
  }
}
