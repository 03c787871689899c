package cnnlabs.notebook;

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
        .mapToObj(index -> point(index, values.get(index)))
        .collect(Collectors.joining(" "));
  }

  /** A dot at the end of those points. */
  static String dot(String points, String color) {
    String end = points.substring(points.lastIndexOf(' ') + 1);
    int comma = end.indexOf(',');
    return "<circle cx=\"%s\" cy=\"%s\" r=\"2\" fill=\"%s\"/>"
        .formatted(end.substring(0, comma), end.substring(comma + 1), color);
  }

  private String point(int index, double value) {
    return String.format(Locale.ROOT, "%.0f,%.1f", x(index), y(value));
  }

  /** Where the value with this index stands, from 0. */
  double x(int index) {
    return left + (double) width * index / Math.max(1, length - 1);
  }

  double y(double value) {
    return top + height * (1 - value / greatest);
  }
}
