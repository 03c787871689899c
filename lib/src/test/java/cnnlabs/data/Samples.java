package cnnlabs.data;

import java.util.List;
import java.util.stream.IntStream;

/** Small data sets whose every byte is known. */
final class Samples {

  private Samples() {}

  /** Images {@code [n, 3, 4, 5]} of two classes; byte p of image i is {@code 31 i + p} mod 256. */
  static ImageDataset colour(int n) {
    return of(n, new ImageShape(3, 4, 5), List.of("even", "odd"));
  }

  /** As {@link #colour}, of another shape and other classes; label i is i mod classes. */
  static ImageDataset of(int n, ImageShape shape, List<String> classNames) {
    byte[] pixels = new byte[n * shape.volume()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (31 * (i / shape.volume()) + i % shape.volume());
    }
    byte[] labels = new byte[n];
    IntStream.range(0, n).forEach(i -> labels[i] = (byte) (i % classNames.size()));
    return ImageDataset.of(Provenance.standIn("Sample", 1), shape, classNames, pixels, labels);
  }
}
