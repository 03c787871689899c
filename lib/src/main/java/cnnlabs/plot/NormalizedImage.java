package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Normalization;
import java.awt.image.BufferedImage;
import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;

/** The values that a network sees in the place of one image's bytes. */
final class NormalizedImage {

  private final ImageShape shape;
  private final double[] values;

  NormalizedImage(ImageDataset images, int index, Normalization normalization) {
    shape = images.shape();
    byte[] bytes = new byte[shape.volume()];
    images.copyPixels(index, bytes, 0);
    values = new double[bytes.length];
    for (int channel = 0; channel < shape.channels(); channel++) {
      float[] table = normalization.table(channel);
      for (int i = channel * shape.area(); i < (channel + 1) * shape.area(); i++) {
        values[i] = table[bytes[i] & 0xff];
      }
    }
  }

  /** How much of the picture is lost where values are taken for brightness. */
  String lost() {
    long outside = DoubleStream.of(values).filter(value -> value < 0 || value > 1).count();
    return "%.0f %% of the values clipped".formatted(100.0 * outside / values.length);
  }

  /** The normalized values drawn as if they were brightness from 0 to 1. */
  BufferedImage clipped() {
    byte[] drawn = new byte[values.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, values[i])));
    }
    return shape.picture(drawn, 0);
  }

  /** The range and the mean of the values. */
  String range() {
    DoubleSummaryStatistics all = DoubleStream.of(values).summaryStatistics();
    return Numbers.range(all.getMin(), all.getMax()) + ", mean " + Numbers.brief(all.getAverage());
  }
}
