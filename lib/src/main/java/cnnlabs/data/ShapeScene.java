package cnnlabs.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A picture of shapes while it is painted: values 0 to 255, beyond only in passing.
 *
 * <p>Sizes are given for a picture of 32 x 32 pixels and grow with it.
 */
final class ShapeScene {

  private static final double FULL = 2 * Math.PI;

  private final ImageShape shape;
  private final SplittableRandom random;
  private final float[] values;

  /** Pixels for one of a picture of 32 x 32. */
  private final double unit;

  /** A ground of a colour of its own, with a slope and a wave. */
  ShapeScene(ImageShape shape, SplittableRandom random) {
    this.shape = shape;
    this.random = random;
    this.values = new float[shape.volume()];
    this.unit = shape.height() / 32.0;
    Raster everything = new Raster(shape.height(), shape.width());
    Arrays.fill(everything.cover(), 1);
    paint(everything, colour());
  }

  private double[] colour() {
    return new double[] {
      Noise.between(20, 235, random), Noise.between(20, 235, random), Noise.between(20, 235, random)
    };
  }

  /** A colour that stands out from the picture's middle, by how much is left to chance. */
  private double[] otherColour() {
    int middle = shape.area() / 2 + shape.width() / 2;
    double wanted = Noise.between(30, 110, random);
    double[] colour = colour();
    for (int attempt = 0; attempt < 8; attempt++) {
      double distance = 0;
      for (int c = 0; c < colour.length; c++) {
        distance += Math.abs(colour[c] - values[c * shape.area() + middle]) / 3;
      }
      if (distance >= wanted) {
        return colour;
      }
      colour = colour();
    }
    return colour;
  }

  /** A shape of a colour that stands out. */
  void figure(List<Line> outline) {
    Raster raster = figureCover(outline);
    paint(raster, otherColour());
  }

  /** A shape of a given colour: red, green and blue, 0 to 255. */
  void figure(List<Line> outline, double[] colour) {
    paint(figureCover(outline), colour);
  }

  private Raster figureCover(List<Line> outline) {
    double size = Noise.between(7, 13, random);
    double reach = 15 - size;
    List<Line> own = place(outline, size, reach, 0.8);
    Raster raster = new Raster(shape.height(), shape.width());
    raster.fill(own);
    return raster;
  }

  /** Something small that means nothing: a triangle of no regular form, or a line. */
  void clutter() {
    Raster raster = new Raster(shape.height(), shape.width());
    double size = Noise.between(2, 6, random);
    if (random.nextDouble() < 0.5) {
      raster.fill(
          place(
              List.of(Line.of(0, -1, 0.9, 0.5, -0.9, 0.5).jitter(0.7, random)),
              size,
              16,
              FULL / 2));
    } else {
      Line line = Line.of(-2, 0, 2, 0).jitter(0.5, random);
      raster.stroke(
          place(List.of(line), size, 16, FULL / 2).get(0), unit * Noise.between(0.4, 1.3, random));
    }
    paint(raster, colour());
  }

  private List<Line> place(List<Line> lines, double size, double reach, double turned) {
    double angle = Noise.between(-turned, turned, random);
    double stretch = Noise.between(0.8, 1.25, random);
    double x = shape.width() / 2.0 + unit * Noise.between(-reach, reach, random);
    double y = shape.height() / 2.0 + unit * Noise.between(-reach, reach, random);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double wide = unit * size * stretch;
    double high = unit * size / stretch;
    List<Line> placed = new ArrayList<>();
    for (Line line : lines) {
      placed.add(line.map(wide * cos, -high * sin, wide * sin, high * cos, x, y));
    }
    return placed;
  }

  /** Lays a colour with a slope and a wave of its own over what a raster covers. */
  private void paint(Raster raster, double[] colour) {
    double slopeX = Noise.between(-2, 2, random);
    double slopeY = Noise.between(-2, 2, random);
    double wave = Noise.between(0, 25, random);
    double waveX = Noise.between(-1.2, 1.2, random);
    double waveY = Noise.between(-1.2, 1.2, random);
    double phase = Noise.between(0, FULL, random);
    float[] cover = raster.cover();
    for (int at = 0; at < cover.length; at++) {
      if (cover[at] > 0) {
        int row = at / shape.width();
        int column = at % shape.width();
        double x = (column - shape.width() / 2.0) / unit;
        double y = (row - shape.height() / 2.0) / unit;
        double light = slopeX * x + slopeY * y + wave * triangle(waveX * x + waveY * y + phase);
        for (int c = 0; c < colour.length; c++) {
          int value = c * shape.area() + at;
          values[value] += cover[at] * (float) (colour[c] + light - values[value]);
        }
      }
    }
  }

  /** A wave of straight lines of period 2 pi between -1 and 1. */
  private static double triangle(double x) {
    double part = x / FULL - Math.floor(x / FULL);
    return Math.abs(4 * part - 2) - 1;
  }

  void copyTo(byte[] pixels, int offset) {
    float[] noise = new float[values.length];
    Noise.fill(noise, random);
    double grain = Noise.between(2, 18, random);
    for (int i = 0; i < values.length; i++) {
      double value = values[i] + grain * noise[i];
      pixels[offset + i] = (byte) (int) (Math.max(0, Math.min(255, value)) + 0.5);
    }
  }
}
