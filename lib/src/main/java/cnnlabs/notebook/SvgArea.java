package cnnlabs.notebook;

import cnnlabs.plot.Palette;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A rectangle of an SVG picture in which curves are drawn, in pixels.
 *
 * @param left its left edge
 * @param top its upper edge, where a value is {@code greatest}; at the lower edge it is 0
 * @param length values that fill the width
 * @param greatest above 0
 */
record SvgArea(int left, int top, int width, int height, int length, double greatest) {

  /**
   * The points of a polyline, of values from left to right.
   *
   * @param values at least one, each from 0 to {@code greatest}
   * @param most points, of a curve that fills the width: a notebook keeps them all
   */
  String points(List<Double> values, int most) {
    int last = values.size() - 1;
    int step = (length + most - 1) / most;
    return IntStream.rangeClosed(0, last)
        .filter(index -> index % step == 0 || index == last)
        .mapToObj(i -> String.format(Locale.ROOT, "%.0f,%.1f", x(i), y(values.get(i))))
        .collect(Collectors.joining(" "));
  }

  /**
   * A curve as small as a word, without axes, the last value with a dot; an empty picture of the
   * same size where there is none. Tufte: Beautiful evidence (2006).
   *
   * @param values each from 0 to {@code greatest}, of all lines that are to be compared
   * @param length values that fill the width
   * @param name what is drawn, for readers who cannot see it
   */
  static String sparkline(List<Double> values, int length, double greatest, String name) {
    if (values.isEmpty()) {
      return "<svg width=\"120\" height=\"22\"></svg>";
    }
    String points = new SvgArea(2, 2, 116, 18, length, greatest).points(values, 60);
    return """
        <svg width="120" height="22" role="img" aria-label="%s"><title>%1$s</title>\
        <polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/>%s</svg>"""
        .formatted(HtmlTable.escape(name), points, Palette.GOOD, dot(points, Palette.GOOD));
  }

  /** A dot at the end of those points. */
  static String dot(String points, String color) {
    String[] end = points.substring(points.lastIndexOf(' ') + 1).split(",", 2);
    return "<circle cx=\"%s\" cy=\"%s\" r=\"2\" fill=\"%s\"/>".formatted(end[0], end[1], color);
  }

  /** Where the value with this index stands, from 0. */
  double x(int index) {
    return left + (double) width * index / Math.max(1, length - 1);
  }

  double y(double value) {
    return top + height * (1 - value / greatest);
  }
}
