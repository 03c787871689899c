package cnnlabs.notebook;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A curve as small as a word, without axes, to stand in a line of a table. Tufte: Beautiful
 * evidence (2006).
 */
final class Sparkline {

  private static final int WIDTH = 120; // of the picture, in pixels
  private static final int HEIGHT = 22;
  private static final int MARGIN = 2;
  private static final int POINTS = 60; // at most: a notebook keeps them all

  private Sparkline() {}

  /**
   * Values from left to right, the last with a dot, as SVG; nothing where there is none.
   *
   * @param values each from 0 to {@code greatest}
   * @param length values that fill the width
   * @param greatest of all lines that are to be compared, above 0
   * @param name what is drawn, for who does not see it
   */
  static String svg(List<Double> values, int length, double greatest, String name) {
    if (values.isEmpty()) {
      return "";
    }
    int last = values.size() - 1;
    int step = (length + POINTS - 1) / POINTS;
    String points =
        IntStream.rangeClosed(0, last)
            .filter(index -> index % step == 0 || index == last)
            .mapToObj(index -> point(index, values.get(index), length, greatest))
            .collect(Collectors.joining(" "));
    String end = points.substring(points.lastIndexOf(' ') + 1);
    return """
        <svg width="%d" height="%d" role="img" aria-label="%s"><title>%3$s</title>\
        <polyline points="%s" fill="none" stroke="#0072B2" stroke-width="1.5"/>\
        <circle cx="%s" cy="%s" r="2" fill="#0072B2"/></svg>"""
        .formatted(
            WIDTH,
            HEIGHT,
            HtmlTable.escape(name),
            points,
            end.substring(0, end.indexOf(',')),
            end.substring(end.indexOf(',') + 1));
  }

  private static String point(int index, double value, int length, double greatest) {
    double x = MARGIN + (WIDTH - 2.0 * MARGIN) * index / Math.max(1, length - 1);
    double y = MARGIN + (HEIGHT - 2.0 * MARGIN) * (1 - value / greatest);
    return String.format(Locale.ROOT, "%.0f,%.1f", x, y);
  }
}
