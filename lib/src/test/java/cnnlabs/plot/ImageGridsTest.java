package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.SampleImages;
import cnnlabs.data.ImageDataset;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ImageGridsTest {

  @Test
  void aSampleIsTheImageItselfEnlargedByAWholeFactor() {
    ImageDataset images = SampleImages.images(50, 1);
    BufferedImage picture = ImageGrids.samples(images, 3);
    int first = 0;
    while (images.label(first) != 0) {
      first++;
    }
    BufferedImage original = images.image(first);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        assertThat(picture.getRGB(110 + x, 6 + y)).isEqualTo(original.getRGB(x / 4, y / 4));
      }
    }
  }

  @Test
  void aClassHasARow() {
    BufferedImage picture = ImageGrids.samples(SampleImages.images(50, 1), 5);
    assertThat(picture.getHeight()).isEqualTo(4 * 70 + 6);
    assertThat(picture.getWidth()).isEqualTo(110 + 5 * 70 + 6);
  }
}
