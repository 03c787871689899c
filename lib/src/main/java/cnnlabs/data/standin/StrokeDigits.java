package cnnlabs.data.standin;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Digits drawn as strokes, bright on dark, 28 x 28: in place of MNIST.
 *
 * <p>Each image has points of its own, a slant, a size, a place, a pen and noise of its own.
 */
public final class StrokeDigits implements Painter {

  /** How a digit is written: curves and straight lines in the square from 0 to 1. */
  private record Style(List<Line> curves, List<Line> straights) {}

  private static final List<List<Style>> STYLES =
      List.of(
          List.of(
              style(
                  curve(
                      .5, .03, .22, .2, .15, .5, .22, .8, .5, .97, .78, .8, .85, .5, .78, .2, .5,
                      .03))),
          List.of(
              new Style(List.of(), List.of(Line.of(.52, .03, .5, .97))),
              new Style(List.of(), List.of(Line.of(.25, .25, .55, .03, .55, .97)))),
          List.of(
              new Style(
                  List.of(
                      curve(.18, .28, .3, .08, .55, .03, .78, .2, .75, .42, .45, .72, .15, .95)),
                  List.of(Line.of(.15, .95, .85, .95))),
              style(
                  curve(
                      .18, .28, .3, .08, .6, .03, .78, .22, .6, .6, .25, .95, .12, .85, .3, .75, .6,
                      .92, .88, .88))),
          List.of(
              style(
                  curve(.2, .12, .5, .02, .78, .2, .65, .42, .42, .48),
                  curve(.42, .48, .75, .55, .82, .78, .55, .97, .18, .86))),
          List.of(
              new Style(
                  List.of(),
                  List.of(Line.of(.6, .03, .15, .62, .88, .62), Line.of(.65, .35, .65, .97))),
              new Style(
                  List.of(),
                  List.of(Line.of(.25, .05, .2, .5, .78, .5), Line.of(.78, .05, .72, .97)))),
          List.of(
              new Style(
                  List.of(curve(.25, .45, .5, .38, .8, .52, .8, .78, .5, .97, .18, .87)),
                  List.of(Line.of(.8, .04, .3, .04, .25, .45)))),
          List.of(
              style(
                  curve(
                      .72, .05, .4, .22, .2, .55, .25, .85, .5, .97, .78, .85, .78, .62, .52, .52,
                      .25, .68))),
          List.of(
              new Style(List.of(), List.of(Line.of(.15, .05, .85, .05, .42, .97))),
              new Style(
                  List.of(),
                  List.of(Line.of(.15, .05, .85, .05, .42, .97), Line.of(.35, .5, .75, .5)))),
          List.of(
              style(
                  curve(
                      .5, .48, .22, .3, .28, .1, .5, .03, .72, .1, .78, .3, .5, .48, .2, .68, .22,
                      .88, .5, .97, .78, .88, .8, .68, .5, .48))),
          List.of(
              style(
                  curve(
                      .78, .3, .6, .48, .32, .45, .2, .25, .35, .06, .62, .04, .78, .22, .76, .6,
                      .6, .97)),
              new Style(
                  List.of(curve(.76, .3, .6, .48, .3, .45, .22, .22, .4, .04, .7, .08, .78, .25)),
                  List.of(Line.of(.78, .2, .74, .97)))));

  private static final int SIZE = 28;

  private static final List<String> CLASS_NAMES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public List<String> classNames() {
    return CLASS_NAMES;
  }

  @Override
  public byte[] paint(int label, SplittableRandom random) {
    float[] cover = draw(label, random).cover();
    float[] noise = Chance.noise(cover.length, random);
    double ink = Chance.between(140, 255, random);
    double grain = Chance.between(0, 35, random);
    byte[] pixels = new byte[cover.length];
    for (int i = 0; i < cover.length; i++) {
      pixels[i] = Chance.toByte(ink * cover[i] + grain * noise[i]);
    }
    return pixels;
  }

  private static Raster draw(int digit, SplittableRandom random) {
    List<Style> styles = STYLES.get(digit);
    Style style = styles.get(Chance.below(styles.size(), random));
    double angle = Chance.between(-0.35, 0.35, random);
    double slant = Chance.between(-0.45, 0.25, random);
    double wide = Chance.between(11, 19, random);
    double high = Chance.between(15, 22, random);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double xx = wide * cos;
    double xy = high * (slant * cos - sin);
    double yx = wide * sin;
    double yy = high * (slant * sin + cos);
    double moveX = SIZE / 2.0 + Chance.between(-2.5, 2.5, random) - (xx + xy) / 2;
    double moveY = SIZE / 2.0 + Chance.between(-2.5, 2.5, random) - (yx + yy) / 2;
    double pen = Chance.between(0.7, 1.9, random);
    Raster raster = new Raster(SIZE, SIZE);
    for (Line line : style.curves) {
      Line own = line.jitter(0.07, random).curve();
      raster.stroke(own.map(xx, xy, yx, yy, moveX, moveY), pen);
    }
    for (Line line : style.straights) {
      Line own = line.jitter(0.07, random);
      raster.stroke(own.map(xx, xy, yx, yy, moveX, moveY), pen);
    }
    return raster;
  }

  private static Style style(Line... curves) {
    return new Style(List.of(curves), List.of());
  }

  private static Line curve(double... coordinates) {
    return Line.of(coordinates);
  }
}
