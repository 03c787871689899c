package cnnlabs.data;

import java.awt.Color;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Ten shapes in five families of colours, {@code [3, 64, 64]}: the stand-in of 50 classes.
 *
 * <p>Unlike in {@link ColouredShapes}, the shape's colour belongs to its class; the ground and what
 * else lies about have any colour.
 */
final class FiftyShapes implements StandIn.Painter {

  private static final ImageShape SHAPE = new ImageShape(3, 64, 64);

  /** The middle of each family on the circle of hues, in degrees. */
  private static final int[] HUES = {0, 60, 120, 220, 290};

  private static final List<String> HUE_NAMES = List.of("red", "yellow", "green", "blue", "violet");

  private static final int FIGURES = ColouredShapes.FIGURES.size();

  private static final List<String> NAMES =
      HUE_NAMES.stream()
          .flatMap(hue -> ColouredShapes.FIGURES.stream().map(figure -> hue + " " + figure.name()))
          .toList();

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
    int things = RandomStream.below(3, random);
    for (int i = 0; i < things; i++) {
      scene.clutter();
    }
    double[] colour = colour(HUES[label / FIGURES], random);
    scene.figure(ColouredShapes.FIGURES.get(label % FIGURES).outline(), colour);
    scene.copyTo(pixels, offset);
  }

  private static double[] colour(int hue, SplittableRandom random) {
    double own = hue + Noise.between(-22, 22, random);
    double saturation = Noise.between(0.55, 1, random);
    double brightness = Noise.between(0.45, 1, random);
    int rgb = Color.HSBtoRGB((float) (own / 360), (float) saturation, (float) brightness);
    return new double[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
  }
}
