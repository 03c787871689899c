package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

  private Path folder;

  @BeforeEach
  void layFolder(@TempDir Path temporary) throws IOException {
    folder = Files.createDirectory(temporary.resolve("mine"));
    Files.createDirectory(folder.resolve("images"));
    for (String name : List.of("a 1", "a 2", "b 1", "b 2", "v 1", "t 1")) {
      save(filled(name.startsWith("a") ? 0xff0000 : 0x0000ff), "images/" + name + ".png");
    }
    list(
        "train.txt",
        "images/a 1.png 0",
        "images/b 1.png 1",
        "images/a 2.png 0",
        "images/b 2.png 1");
    list("val.txt", "images/v 1.png 1");
    list("test.txt", "images/t 1.png 1");
  }

  private static BufferedImage filled(int rgb) {
    var picture = new BufferedImage(12, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 96; i++) {
      picture.setRGB(i % 12, i / 12, rgb);
    }
    return picture;
  }

  private void save(BufferedImage picture, String path) throws IOException {
    ImageIO.write(picture, path.endsWith("jpg") ? "jpg" : "png", folder.resolve(path).toFile());
  }

  private void list(String name, String... lines) throws IOException {
    Files.write(folder.resolve(name), List.of(lines));
  }

  private Split load() {
    return ImageFolder.load(folder, 4, 100);
  }

  @Test
  void readsTheThreeLists() {
    Split split = load();
    assertThat(split)
        .hasToString("mine (user file): 4 training, 1 validation, 1 test images 3x4x4, 2 classes");
    assertThat(split.training().labels()).containsExactlyInAnyOrder(0, 0, 1, 1);
    assertThat(split.training().classNames()).containsExactly("class 0", "class 1");
    for (int i = 0; i < 4; i++) {
      int expected = split.training().label(i) == 0 ? 0xff0000 : 0x0000ff;
      assertThat(split.training().image(i).getRGB(3, 0) & 0xffffff).isEqualTo(expected);
    }
  }

  @Test
  void theTrainingImagesComeInARandomOrderThatIsAlwaysTheSame() {
    assertThat(load().training().fingerprint()).isEqualTo(load().training().fingerprint());
    assertThat(ImageFolder.load(folder, 4, 3).training().fingerprint())
        .isEqualTo(load().training().take(3).fingerprint());
  }

  @Test
  void classesMayHaveNames() throws IOException {
    list("classes.txt", "red", "", "blue");
    assertThat(load().classNames()).containsExactly("red", "blue");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    list("classes.txt", "\ufeffred", "blue");
    assertThat(load().classNames()).containsExactly("red", "blue");
  }

  @Test
  void emptyLinesCommentsAndAByteOrderMarkArePassedOver() throws IOException {
    list("val.txt", "\ufeff# of Monday", "", "  images/v 1.png \t 1  ");
    assertThat(load().validation().orElseThrow().size()).isEqualTo(1);
  }

  @Test
  void theMiddleSquareIsAveragedDown() throws IOException {
    var picture = filled(0x000000); // 12 x 8: columns 2 to 9 remain, two pixels to one
    for (int y = 0; y < 8; y++) {
      picture.setRGB(2, y, 0xff8040);
      picture.setRGB(1, y, 0xffffff);
    }
    save(picture, "images/v 1.png");
    BufferedImage read = load().validation().orElseThrow().image(0);
    assertThat(read.getRGB(0, 1) & 0xffffff).isEqualTo(0x804020);
    assertThat(read.getRGB(1, 1) & 0xffffff).isZero();
  }

  @Test
  void jpegsAreRead() throws IOException {
    save(filled(0x00ff00), "images/t.jpg");
    list("test.txt", "images/t.jpg 1");
    assertThat(new Color(load().test().image(0).getRGB(2, 2)).getGreen()).isGreaterThan(240);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyBecomesThreeEqualChannelsAsBrightAsItIs(int type) throws IOException {
    var picture = new BufferedImage(8, 8, type);
    boolean deep = picture.getRaster().getDataBuffer().getDataType() == DataBuffer.TYPE_USHORT;
    for (int i = 0; i < 64; i++) {
      picture.getRaster().setSample(i % 8, i / 8, 0, deep ? 128 * 257 : 128);
    }
    save(picture, "images/v 1.png");
    assertThat(load().validation().orElseThrow().image(0).getRGB(1, 1) & 0xffffff)
        .isEqualTo(0x808080);
  }

  @Test
  void transparentPlacesBecomeWhite() throws IOException {
    var picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0x00123456);
    save(picture, "images/v 1.png");
    assertThat(load().validation().orElseThrow().image(0).getRGB(0, 0) & 0xffffff)
        .isEqualTo(0xffffff);
  }

  private void assertFault(String... texts) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(this::load)
        .satisfies(e -> assertThat(e.getMessage()).contains(texts));
  }

  @Test
  void aMissingListIsNamed() throws IOException {
    Files.delete(folder.resolve("val.txt"));
    assertFault("val.txt", "NoSuchFileException", "train.txt, val.txt and test.txt");
  }

  @Test
  void anEmptyListIsNamed() throws IOException {
    list("test.txt", "", "# nothing");
    assertFault("test.txt", "found none");
  }

  @Test
  void aMissingPictureIsNamedWithItsLine() throws IOException {
    list("val.txt", "", "images/none.png 1");
    assertFault("none.png", "found nothing", "val.txt:2 names it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../other.png 1", "images/../../other.png 1", "/etc/hosts 1"})
  void aPathThatLeavesTheFolderIsRefused(String line) throws IOException {
    Files.copy(folder.resolve("images/v 1.png"), folder.resolveSibling("other.png"));
    list("val.txt", line);
    assertFault("val.txt:1", "within its folder", "leaves it");
  }

  @Test
  void aLinkThatLeavesTheFolderIsRefused() throws IOException {
    Path other = folder.resolveSibling("other.png");
    Files.copy(folder.resolve("images/v 1.png"), other);
    Files.createSymbolicLink(folder.resolve("images/link.png"), other);
    list("val.txt", "images/link.png 1");
    assertFault("val.txt:1", "images/link.png", "leaves it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"images/v 1.png", "images/v1.png,1", "1", "images/v 1.png one"})
  void aLineOfAnotherFormIsRefused(String line) throws IOException {
    list("val.txt", line);
    assertFault("val.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2", "256", "999999999"})
  void aClassOutOfRangeIsRefused(String label) throws IOException {
    list("val.txt", "images/v 1.png " + label);
    assertFault("val.txt:1", "class from 0 to", "found " + label);
  }

  @Test
  void aClassWithoutATrainingImageIsRefused() throws IOException {
    list("classes.txt", "red", "blue", "green");
    assertFault("train.txt", "none of class 2 (green)");
  }

  @Test
  void aPictureInTwoListsIsRefused() throws IOException {
    list("test.txt", "images/t 1.png 1", "images/../images/a 2.png 0");
    assertFault("test.txt:2", "a 2.png", "which is in train.txt:3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aPictureThatIsTwiceInAListIsRefused(int label) throws IOException {
    list(
        "train.txt",
        "images/a 1.png 0",
        "images/b 1.png 1",
        "# more",
        "images/../images/a 1.png " + label);
    assertFault(
        "train.txt:4",
        "'a 1.png' as class %d, which is in train.txt:1 as class 0".formatted(label));
  }

  @Test
  void aListOfBytesIsRefused() throws IOException {
    Files.write(folder.resolve("val.txt"), new byte[] {(byte) 0xff, (byte) 0xd8, 0, 1});
    assertFault("val.txt", "UTF-8");
  }

  @Test
  void otherFormatsAreRefused() throws IOException {
    ImageIO.write(filled(0), "gif", folder.resolve("images/v 1.png").toFile());
    assertFault("v 1.png", "a PNG or JPEG picture", "found GIF");
    Files.writeString(folder.resolve("images/v 1.png"), "<!DOCTYPE html>");
    assertFault("v 1.png", "of a web page");
    Files.write(folder.resolve("images/v 1.png"), new byte[0]);
    assertFault("v 1.png", "an empty file");
  }

  @Test
  void aPictureThatClaimsToBeHugeIsRefusedBeforeItIsRead() throws IOException {
    byte[] png = Files.readAllBytes(folder.resolve("images/v 1.png"));
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 200_000).putInt(20, 200_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    Files.write(folder.resolve("images/v 1.png"), png);
    assertFault("v 1.png", "at most 64,000,000 pixels", "200,000 x 200,000");
  }

  @Test
  void aDamagedPictureGivesAnImageOrAnErrorThatNamesIt() throws IOException {
    save(filled(0x1080f0), "images/t.jpg");
    list("test.txt", "images/t.jpg 1");
    for (String name : List.of("v 1.png", "t.jpg")) {
      Path file = folder.resolve("images").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      var random = new Random(1);
      for (int trial = 0; trial < 150; trial++) {
        byte[] damaged = whole.clone();
        for (int i = 0; i < 3; i++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        int length = trial % 3 == 0 ? random.nextInt(whole.length) : whole.length;
        Files.write(file, java.util.Arrays.copyOf(damaged, length));
        try {
          assertThat(load().shape()).isEqualTo(new ImageShape(3, 4, 4));
        } catch (DataFileException e) {
          assertThat(e).hasMessageContaining(name);
        }
      }
      Files.write(file, whole);
    }
  }

  @Test
  void readingStopsWhereItIsInterrupted() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(this::load).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
