package cnnlabs;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Provenance;
import cnnlabs.data.Split;
import java.util.List;
import java.util.SplittableRandom;

/** Small images made for tests: noise, with a bright quarter that gives the class away. */
public final class SampleImages {

  public static final ImageShape SHAPE = new ImageShape(3, 16, 16);

  private SampleImages() {}

  /** A split of four classes. */
  public static Split split(int training, int test) {
    return Split.of(images(training, 1), images(test, 2));
  }

  public static ImageDataset images(int count, long seed) {
    var random = new SplittableRandom(seed);
    byte[] pixels = new byte[count * SHAPE.volume()];
    byte[] labels = new byte[count];
    for (int image = 0; image < count; image++) {
      labels[image] = (byte) random.nextInt(4);
      for (int offset = 0; offset < SHAPE.volume(); offset++) {
        int row = offset / 16 % 16;
        int column = offset % 16;
        boolean bright = row / 8 * 2 + column / 8 == labels[image];
        pixels[image * SHAPE.volume() + offset] = (byte) (random.nextInt(160) + (bright ? 90 : 0));
      }
    }
    return ImageDataset.of(
        Provenance.standIn("quarters", seed),
        SHAPE,
        List.of("north west", "north east", "south west", "south east"),
        pixels,
        labels);
  }
}
