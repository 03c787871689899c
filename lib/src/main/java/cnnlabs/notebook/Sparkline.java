package cnnlabs.notebook;

import cnnlabs.plot.Palette;
import java.util.List;

/**
 * A curve as small as a word, without axes, to stand in a line of a table. Tufte: Beautiful
 * evidence (2006).
 */
final class Sparkline {

  private static final int WIDTH = 120; // of the picture, in pixels
  private static final int HEIGHT = 22;
  private static final int MARGIN = 2;
  private static final int POINTS = 60;

  private Sparkline() {}

  /**
   * Values from left to right, the last with a dot, as SVG; an empty picture of the same size where
   * there is none.
   *
   * @param values each from 0 to {@code greatest}
   * @param length values that fill the width
   * @param greatest of all lines that are to be compared, above 0
   * @param name what is drawn, for readers who cannot see it
   */
  static String svg(List<Double> values, int length, double greatest, String name) {
    if (values.isEmpty()) {
      return "<svg width=\"%d\" height=\"%d\"></svg>".formatted(WIDTH, HEIGHT);
    }
    var area =
        new SvgArea(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN, length, greatest);
    String points = area.points(values, POINTS);
    return """
        <svg width="%d" height="%d" role="img" aria-label="%s"><title>%3$s</title>\
        <polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/>%s</svg>"""
        .formatted(
            WIDTH,
            HEIGHT,
            HtmlTable.escape(name),
            points,
            Palette.GOOD,
            SvgArea.dot(points, Palette.GOOD));
  }
}
