package cnnlabs.data.standin;

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

  private final int size;
  private final SplittableRandom random;
  private final float[] values;

  /** Pixels for one of a picture of 32 x 32. */
  private final double unit;

  /** A ground of a colour of its own, with a slope and a wave. */
  ShapeScene(int size, SplittableRandom random) {
    this.size = size;
    this.random = random;
    this.values = new float[3 * size * size];
    this.unit = size / 32.0;
    Raster everything = new Raster(size);
    Arrays.fill(everything.cover(), 1);
    paint(everything, colour());
  }

  private double[] colour() {
    return new double[] {
      Chance.between(20, 235, random),
      Chance.between(20, 235, random),
      Chance.between(20, 235, random)
    };
  }

  /** A colour that stands out from the picture's middle, by how much is left to chance. */
  private double[] otherColour() {
    int middle = size * size / 2 + size / 2;
    double wanted = Chance.between(30, 110, random);
    double[] colour = colour();
    for (int attempt = 0; attempt < 8; attempt++) {
      double distance = 0;
      for (int c = 0; c < colour.length; c++) {
        distance += Math.abs(colour[c] - values[c * size * size + middle]) / 3;
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
    Raster cover = cover(outline);
    paint(cover, otherColour());
  }

  /** A shape of a given colour: red, green and blue, 0 to 255. */
  void figure(List<Line> outline, double[] colour) {
    paint(cover(outline), colour);
  }

  private Raster cover(List<Line> outline) {
    double radius = Chance.between(7, 13, random);
    Raster raster = new Raster(size);
    raster.fill(place(outline, radius, 15 - radius, 0.8));
    return raster;
  }

  /** Small things that mean nothing: triangles of no regular form, and lines. */
  void clutter(int things) {
    for (int i = 0; i < things; i++) {
      Raster raster = new Raster(size);
      double radius = Chance.between(2, 6, random);
      if (random.nextDouble() < 0.5) {
        Line triangle = Line.of(0, -1, 0.9, 0.5, -0.9, 0.5).jitter(0.7, random);
        raster.fill(place(List.of(triangle), radius, 16, FULL / 2));
      } else {
        Line line = Line.of(-2, 0, 2, 0).jitter(0.5, random);
        Line placed = place(List.of(line), radius, 16, FULL / 2).get(0);
        raster.stroke(placed, unit * Chance.between(0.4, 1.3, random));
      }
      paint(raster, colour());
    }
  }

  private List<Line> place(List<Line> lines, double radius, double reach, double turned) {
    double angle = Chance.between(-turned, turned, random);
    double stretch = Chance.between(0.8, 1.25, random);
    double x = size / 2.0 + unit * Chance.between(-reach, reach, random);
    double y = size / 2.0 + unit * Chance.between(-reach, reach, random);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double wide = unit * radius * stretch;
    double high = unit * radius / stretch;
    return lines.stream()
        .map(line -> line.map(wide * cos, -high * sin, wide * sin, high * cos, x, y))
        .toList();
  }

  /** Lays a colour with a slope and a wave of its own over what a raster covers. */
  private void paint(Raster raster, double[] colour) {
    double slopeX = Chance.between(-2, 2, random);
    double slopeY = Chance.between(-2, 2, random);
    double wave = Chance.between(0, 25, random);
    double waveX = Chance.between(-1.2, 1.2, random);
    double waveY = Chance.between(-1.2, 1.2, random);
    double phase = Chance.between(0, FULL, random);
    float[] cover = raster.cover();
    for (int at = 0; at < cover.length; at++) {
      if (cover[at] > 0) {
        double x = (at % size - size / 2.0) / unit;
        int row = at / size;
        double y = (row - size / 2.0) / unit;
        double light = slopeX * x + slopeY * y + wave * triangle(waveX * x + waveY * y + phase);
        for (int c = 0; c < colour.length; c++) {
          int value = c * cover.length + at;
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

  /** The picture with a grain of its own: bytes {@code [3, H, W]}. */
  byte[] pixels() {
    float[] noise = Chance.noise(values.length, random);
    double grain = Chance.between(2, 18, random);
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Chance.toByte(values[i] + grain * noise[i]);
    }
    return pixels;
  }
}
