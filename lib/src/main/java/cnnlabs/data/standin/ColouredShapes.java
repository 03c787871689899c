package cnnlabs.data.standin;

import java.awt.Color;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Coloured shapes before a coloured ground.
 *
 * <p>A shape has any size and place, leans to one side, and lies among smaller things, of which one
 * may cut it; so no pixel gives its class away.
 */
public final class ColouredShapes {

  /** A shape's name and its outline within the circle of radius 1 about the origin. */
  private record Figure(String name, List<Line> outline) {}

  /** A family of colours: its name and its middle on the circle of hues, in degrees. */
  private record Hue(String name, int degrees) {}

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

  private static final List<Hue> HUES =
      List.of(
          new Hue("red", 0),
          new Hue("yellow", 60),
          new Hue("green", 120),
          new Hue("blue", 220),
          new Hue("violet", 290));

  private ColouredShapes() {}

  /** Ten shapes of any colour, 32 x 32: in place of CIFAR-10. No colour gives a class away. */
  public static Painter tenClasses() {
    List<String> names = FIGURES.stream().map(Figure::name).toList();
    return new Painter(3, 32, names, ColouredShapes::paintShape);
  }

  /** Ten shapes in five families of colours, 64 x 64: a class is a shape and a family. */
  public static Painter fiftyClasses() {
    List<String> names =
        HUES.stream()
            .flatMap(hue -> FIGURES.stream().map(figure -> hue.name + " " + figure.name))
            .toList();
    return new Painter(3, 64, names, ColouredShapes::paintShapeOfHue);
  }

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

  private static byte[] paintShape(int label, SplittableRandom random) {
    ShapeScene scene = new ShapeScene(32, random);
    scene.clutter(Chance.below(4, random));
    scene.figure(FIGURES.get(label).outline);
    scene.clutter(random.nextDouble() < 0.5 ? 1 : 0);
    return scene.pixels();
  }

  private static byte[] paintShapeOfHue(int label, SplittableRandom random) {
    ShapeScene scene = new ShapeScene(64, random);
    scene.clutter(Chance.below(3, random));
    double[] colour = colour(HUES.get(label / FIGURES.size()), random);
    scene.figure(FIGURES.get(label % FIGURES.size()).outline, colour);
    return scene.pixels();
  }

  private static double[] colour(Hue hue, SplittableRandom random) {
    double own = hue.degrees + Chance.between(-22, 22, random);
    double saturation = Chance.between(0.55, 1, random);
    double brightness = Chance.between(0.45, 1, random);
    int rgb = Color.HSBtoRGB((float) (own / 360), (float) saturation, (float) brightness);
    return new double[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
  }
}
