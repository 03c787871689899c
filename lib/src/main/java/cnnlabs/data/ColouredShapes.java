package cnnlabs.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Coloured shapes before a coloured ground, {@code [3, 32, 32]}: CIFAR-10's stand-in.
 *
 * <p>A shape has any colour, size and place, leans to one side, may be cut by a line, and lies
 * among smaller things; so neither a colour nor a pixel gives its class away.
 */
final class ColouredShapes implements StandIn.Painter {

  private static final ImageShape SHAPE = CifarFiles.SHAPE;

  /** A shape's name and its outline within the circle of radius 1 about the origin. */
  private record Figure(String name, List<Line> outline) {}

  private static final double FULL = 2 * Math.PI;

  private static final List<Figure> FIGURES =
      List.of(
          new Figure("circle", List.of(Line.arc(0.9, 0, FULL, 25))),
          new Figure("ring", List.of(Line.arc(1, 0, FULL, 25), Line.arc(0.5, 0, FULL, 19))),
          new Figure("semicircle", List.of(Line.arc(1, 0, FULL / 2, 15).map(1, 0, 0, 1, 0, -0.4))),
          new Figure("crescent", List.of(crescent())),
          new Figure("triangle", List.of(star(3, 1, 0.5))),
          new Figure("square", List.of(star(4, 1, StrictMath.sqrt(0.5)))),
          new Figure("pentagon", List.of(star(5, 1, StrictMath.cos(FULL / 10)))),
          new Figure("star", List.of(star(5, 1, 0.42))),
          new Figure("cross", List.of(cross())),
          new Figure("arrow", List.of(arrow())));

  private static final List<String> NAMES = FIGURES.stream().map(Figure::name).toList();

  /** A point star: corners on the circle of radius {@code outer}, notches on the inner one. */
  private static Line star(int corners, double outer, double inner) {
    double[] coordinates = new double[4 * corners];
    for (int i = 0; i < 2 * corners; i++) {
      double radius = i % 2 == 0 ? outer : inner;
      coordinates[2 * i] = radius * StrictMath.sin(FULL * i / (2 * corners));
      coordinates[2 * i + 1] = -radius * StrictMath.cos(FULL * i / (2 * corners));
    }
    return Line.of(coordinates);
  }

  private static Line crescent() {
    Line outer = Line.arc(1, 0.8, FULL - 0.8, 21);
    Line inner = Line.arc(0.8, FULL - 1.1, 1.1, 17).map(1, 0, 0, 1, 0.35, 0);
    return outer.then(inner).map(1, 0, 0, 1, 0.15, 0);
  }

  private static Line cross() {
    double a = 0.3;
    double b = 0.95;
    return Line.of(
        -a, -b, a, -b, a, -a, b, -a, b, a, a, a, a, b, -a, b, -a, a, -b, a, -b, -a, -a, -a);
  }

  private static Line arrow() {
    return Line.of(
        0, -1, 0.75, -0.1, 0.28, -0.1, 0.28, 0.95, -0.28, 0.95, -0.28, -0.1, -0.75, -0.1);
  }

  @Override
  public ImageShape shape() {
    return SHAPE;
  }

  @Override
  public List<String> classNames() {
    return NAMES;
  }

  @Override
  public void paint(int label, SplittableRandom random, byte[] pixels, int offset) {
    Scene scene = new Scene(random);
    int things = RandomStream.below(4, random);
    for (int i = 0; i < things; i++) {
      scene.clutter();
    }
    scene.figure(FIGURES.get(label).outline);
    if (random.nextDouble() < 0.5) {
      scene.clutter();
    }
    scene.copyTo(pixels, offset);
  }

  /** One image while it is painted: values 0 to 255, beyond only in passing. */
  private static final class Scene {

    private final SplittableRandom random;
    private final float[] values = new float[SHAPE.volume()];

    /** A ground of a colour of its own, with a slope and a wave. */
    Scene(SplittableRandom random) {
      this.random = random;
      Raster everything = new Raster(SHAPE.height(), SHAPE.width());
      Arrays.fill(everything.cover(), 1);
      paint(everything, colour());
    }

    private double[] colour() {
      return new double[] {
        Noise.between(20, 235, random),
        Noise.between(20, 235, random),
        Noise.between(20, 235, random)
      };
    }

    /** A colour that stands out from the picture's middle, by how much is left to chance. */
    private double[] otherColour() {
      int middle = SHAPE.area() / 2 + SHAPE.width() / 2;
      double wanted = Noise.between(30, 110, random);
      double[] colour = colour();
      for (int attempt = 0; attempt < 8; attempt++) {
        double distance = 0;
        for (int c = 0; c < colour.length; c++) {
          distance += Math.abs(colour[c] - values[c * SHAPE.area() + middle]) / 3;
        }
        if (distance >= wanted) {
          return colour;
        }
        colour = colour();
      }
      return colour;
    }

    /** The shape that gives the image its class. */
    void figure(List<Line> outline) {
      double size = Noise.between(7, 13, random);
      double reach = 15 - size;
      List<Line> own = place(outline, size, reach, 0.8);
      Raster raster = new Raster(SHAPE.height(), SHAPE.width());
      raster.fill(own);
      paint(raster, otherColour());
    }

    /** Something small that means nothing: a triangle of no regular form, or a line. */
    void clutter() {
      Raster raster = new Raster(SHAPE.height(), SHAPE.width());
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
            place(List.of(line), size, 16, FULL / 2).get(0), Noise.between(0.4, 1.3, random));
      }
      paint(raster, colour());
    }

    private List<Line> place(List<Line> lines, double size, double reach, double turned) {
      double angle = Noise.between(-turned, turned, random);
      double stretch = Noise.between(0.8, 1.25, random);
      double x = SHAPE.width() / 2.0 + Noise.between(-reach, reach, random);
      double y = SHAPE.height() / 2.0 + Noise.between(-reach, reach, random);
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      double wide = size * stretch;
      double high = size / stretch;
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
          int row = at / SHAPE.width();
          int column = at % SHAPE.width();
          double x = column - SHAPE.width() / 2.0;
          double y = row - SHAPE.height() / 2.0;
          double light = slopeX * x + slopeY * y + wave * triangle(waveX * x + waveY * y + phase);
          for (int c = 0; c < colour.length; c++) {
            int value = c * SHAPE.area() + at;
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
}
