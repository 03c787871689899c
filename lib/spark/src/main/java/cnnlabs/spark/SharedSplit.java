package cnnlabs.spark;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Provenance;
import cnnlabs.data.Split;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A split that travels: broadcast, it reaches an executor once, and all its tasks share one copy.
 */
final class SharedSplit implements Serializable {

  private static final long serialVersionUID = 1;

  /** Labelled images as arrays of bytes, and their provenance in words. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  private record Part(
      String name,
      String kind,
      String detail,
      int channels,
      int height,
      int width,
      List<String> classNames,
      byte[] pixels,
      byte[] labels)
      implements Serializable {

    private static final long serialVersionUID = 1;

    static Part of(ImageDataset images) {
      ImageShape shape = images.shape();
      byte[] pixels = new byte[Math.multiplyExact(images.size(), shape.volume())];
      byte[] labels = new byte[images.size()];
      for (int i = 0; i < images.size(); i++) {
        images.copyPixels(i, pixels, i * shape.volume());
        labels[i] = (byte) images.label(i);
      }
      Provenance provenance = images.provenance();
      return new Part(
          provenance.name(),
          provenance.kind().name(),
          provenance.detail(),
          shape.channels(),
          shape.height(),
          shape.width(),
          images.classNames(),
          pixels,
          labels);
    }

    ImageDataset images() {
      return ImageDataset.of(
          new Provenance(name, Provenance.Kind.valueOf(kind), detail),
          new ImageShape(channels, height, width),
          classNames,
          pixels,
          labels);
    }

    long bytes() {
      return (long) pixels.length + labels.length;
    }
  }

  private final Part training;
  private final @Nullable Part validation;
  private final Part test;
  private transient @Nullable Split split;

  private SharedSplit(Part training, @Nullable Part validation, Part test) {
    this.training = training;
    this.validation = validation;
    this.test = test;
  }

  static SharedSplit of(Split data) {
    return new SharedSplit(
        Part.of(data.training()),
        data.validation().map(Part::of).orElse(null),
        Part.of(data.test()));
  }

  /** The split, made of the bytes when it is first asked for. */
  synchronized Split split() {
    if (split == null) {
      split =
          new Split(
              training.images(), Optional.ofNullable(validation).map(Part::images), test.images());
    }
    return split;
  }

  /** What has to travel: a byte a value, and one a label. */
  long bytes() {
    return training.bytes() + test.bytes() + (validation == null ? 0 : validation.bytes());
  }
}
