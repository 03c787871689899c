package cnnlabs.data.standin;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Digits drawn as strokes, bright on dark, 28 x 28: in place of MNIST.
 *
 * <p>Each image has points of its own, a slant, a size, a place, a pen and noise of its own.
 */
public final class StrokeDigits {

  private record Stroke(Line line, boolean curved) {}

  private static final int SIZE = 28;

  /**
   * How a digit is written: a line a style, which is the digit and its strokes in the square from 0
   * to 1, a curve behind {@code ~}, a straight line behind {@code /}.
   */
  private static final String WRITTEN =
      """
      0~.5,.03 .22,.2 .15,.5 .22,.8 .5,.97 .78,.8 .85,.5 .78,.2 .5,.03
      1/.52,.03 .5,.97
      1/.25,.25 .55,.03 .55,.97
      2~.18,.28 .3,.08 .55,.03 .78,.2 .75,.42 .45,.72 .15,.95 /.15,.95 .85,.95
      2~.18,.28 .3,.08 .6,.03 .78,.22 .6,.6 .25,.95 .12,.85 .3,.75 .6,.92 .88,.88
      3~.2,.12 .5,.02 .78,.2 .65,.42 .42,.48 ~.42,.48 .75,.55 .82,.78 .55,.97 .18,.86
      4/.6,.03 .15,.62 .88,.62 /.65,.35 .65,.97
      4/.25,.05 .2,.5 .78,.5 /.78,.05 .72,.97
      5~.25,.45 .5,.38 .8,.52 .8,.78 .5,.97 .18,.87 /.8,.04 .3,.04 .25,.45
      6~.72,.05 .4,.22 .2,.55 .25,.85 .5,.97 .78,.85 .78,.62 .52,.52 .25,.68
      7/.15,.05 .85,.05 .42,.97
      7/.15,.05 .85,.05 .42,.97 /.35,.5 .75,.5
      8~.5,.48 .22,.3 .28,.1 .5,.03 .72,.1 .78,.3 .5,.48 .2,.68 .22,.88 .5,.97 .78,.88 .8,.68 .5,.48
      9~.78,.3 .6,.48 .32,.45 .2,.25 .35,.06 .62,.04 .78,.22 .76,.6 .6,.97
      9~.76,.3 .6,.48 .3,.45 .22,.22 .4,.04 .7,.08 .78,.25 /.78,.2 .74,.97
      """;

  private static final Pattern STROKE = Pattern.compile("([~/])([^~/]+)");

  /** The styles of each digit. */
  private static final List<List<List<Stroke>>> STYLES =
      IntStream.range(0, 10)
          .mapToObj(
              digit ->
                  WRITTEN
                      .lines()
                      .filter(line -> line.charAt(0) == '0' + digit)
                      .map(StrokeDigits::style)
                      .toList())
          .toList();

  private static List<Stroke> style(String line) {
    return STROKE
        .matcher(line)
        .results()
        .map(stroke -> new Stroke(line(stroke.group(2)), stroke.group(1).equals("~")))
        .toList();
  }

  private static Line line(String points) {
    return Line.of(
        Stream.of(points.strip().split("[ ,]")).mapToDouble(Double::parseDouble).toArray());
  }

  private StrokeDigits() {}

  /** Draws the ten digits. */
  public static Painter painter() {
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return new Painter(1, SIZE, names, StrokeDigits::paint);
  }

  private static byte[] paint(int label, SplittableRandom random) {
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
    List<List<Stroke>> styles = STYLES.get(digit);
    List<Stroke> style = styles.get(Chance.below(styles.size(), random));
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
    Raster raster = new Raster(SIZE);
    for (Stroke stroke : style) {
      Line own = stroke.line.jitter(0.07, random);
      raster.stroke((stroke.curved ? own.curve() : own).map(xx, xy, yx, yy, moveX, moveY), pen);
    }
    return raster;
  }
}
