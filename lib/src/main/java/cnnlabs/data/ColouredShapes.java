package cnnlabs.data;

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
  record Figure(String name, List<Line> outline) {}

  private static final double FULL = 2 * Math.PI;

  static final List<Figure> FIGURES =
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
    ShapeScene scene = new ShapeScene(SHAPE, random);
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
}
