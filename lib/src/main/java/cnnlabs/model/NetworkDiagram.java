package cnnlabs.model;

import cnnlabs.data.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.unbescape.xml.XmlEscape;

/**
 * A drawing of a network as SVG: a box a layer, in reading order, wrapped where the page ends.
 *
 * <p>A stack of squares stands for maps: its side grows with their height, so that shrinking maps
 * are seen, and it has more sheets the more maps there are. A bar stands for a vector of units.
 * Below each stand the layer's name, its kind with kernel and stride, its output's shape and its
 * parameters. Text and lines take the colour of the page, in print and in the dark.
 *
 * @param input the shape of one image
 * @param summary the layers
 */
public record NetworkDiagram(ImageShape input, ModelSummary summary) {

  private static final int COLUMNS = 8;
  private static final int COLUMN = 95; // width of a layer with the gap behind it, in pixels
  private static final int DRAWN = 100; // height of the boxes' part of a row
  private static final int LINE = 13; // height of a line of text
  private static final int LINE_LENGTH = 15; // letters that fit into a column
  private static final int SHEET = 3; // how far a sheet of a stack stands out behind the next

  /** A layer as it is drawn. */
  private record Box(String color, List<Long> shape, List<String> text) {}

  /** The drawing of what {@link ModelSummary#of(Architecture, ImageShape, int)} sums up. */
  public static NetworkDiagram of(Architecture architecture, ImageShape input, int classes) {
    return new NetworkDiagram(input, ModelSummary.of(architecture, input, classes));
  }

  /** The drawing as an {@code svg} element, 760 pixels wide at most, that scales with its page. */
  public String svg() {
    List<Box> boxes = boxes();
    int lines = boxes.stream().mapToInt(box -> box.text().size()).max().orElse(0);
    int rowHeight = DRAWN + LINE * (2 + lines);
    int rows = (boxes.size() + COLUMNS - 1) / COLUMNS;
    int width = COLUMN * Math.min(boxes.size(), COLUMNS);
    var drawn = new StringBuilder();
    for (int index = 0; index < boxes.size(); index++) {
      int x = COLUMN * (index % COLUMNS) + (COLUMN - 10) / 2;
      int y = rowHeight * (index / COLUMNS);
      drawn.append(layer(boxes.get(index), x, y));
      if (index + 1 < boxes.size()) {
        drawn.append(arrow(x, y));
      }
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" \
        style="width:100%%;max-width:%dpx;height:auto;font:10.5px sans-serif" fill="currentColor" \
        text-anchor="middle">
        %s</svg>
        """
        .formatted(
            width, rows * rowHeight, XmlEscape.escapeXml10Attribute(toString()), width, drawn);
  }

  private List<Box> boxes() {
    var boxes = new ArrayList<Box>();
    var image = List.of((long) input.channels(), (long) input.height(), (long) input.width());
    boxes.add(new Box("#888888", image, List.of("image", input.toString())));
    for (ModelSummary.Row row : summary.rows()) {
      var text = new ArrayList<String>();
      text.add(row.name());
      text.addAll(wrapped(row.description()));
      text.add(row.shapeText() + (row.outputShape().size() == 1 ? " units" : ""));
      if (row.parameters() > 0) {
        text.add(String.format(Locale.ROOT, "%,d", row.parameters()));
        text.add("parameters");
      }
      boxes.add(new Box(color(row), row.outputShape(), text));
    }
    return boxes;
  }

  /** One colour each for what has weights, for pooling, and for what changes values only. */
  private static String color(ModelSummary.Row row) {
    if (row.parameters() > 0) {
      return "#0072B2";
    }
    return row.description().contains("pooling") ? "#E69F00" : "#009E73";
  }

  /** In lines of whole words. */
  private static List<String> wrapped(String description) {
    return description.replaceAll("(.{1,%d})( |$)".formatted(LINE_LENGTH), "$1\n").lines().toList();
  }

  private String layer(Box box, int x, int y) {
    var text = new StringBuilder();
    int lineY = y + DRAWN;
    for (String line : box.text()) {
      String weight = text.isEmpty() ? " font-weight=\"bold\"" : "";
      lineY += LINE;
      text.append(
          "<text x=\"%d\" y=\"%d\"%s>%s</text>\n"
              .formatted(x, lineY, weight, XmlEscape.escapeXml10(line)));
    }
    return (box.shape().size() == 3 ? stack(box, x, y) : bar(box, x, y)) + text;
  }

  /** Sheets as high as the maps, one more for each doubling of their number. */
  private String stack(Box box, int x, int y) {
    long maps = box.shape().get(0);
    double scale = 60.0 / Math.max(input.height(), input.width());
    double height = Math.max(2, scale * box.shape().get(1));
    double width = Math.max(2, scale * box.shape().get(2));
    int sheets = 1 + Math.min(5, 63 - Long.numberOfLeadingZeros(Math.max(1, maps)));
    var drawn = new StringBuilder();
    for (int sheet = sheets - 1; sheet >= 0; sheet--) {
      double shift = SHEET * (sheet - (sheets - 1) / 2.0);
      double left = x - width / 2 + shift;
      double top = y + DRAWN / 2.0 - height / 2 - shift;
      drawn.append(rectangle(box.color(), left, top, width, height));
    }
    return drawn.toString();
  }

  /** A bar that grows with the number of units, not in proportion: 10 and 10,000 must fit. */
  private static String bar(Box box, int x, int y) {
    double height = Math.min(84, 8 + 12 * Math.log1p(box.shape().get(0)) / Math.log(2) * 0.55);
    return rectangle(box.color(), x - 6, y + (DRAWN - height) / 2, 12, height);
  }

  private static String rectangle(String color, double x, double y, double width, double height) {
    return String.format(
        Locale.ROOT,
        """
        <rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" fill-opacity="0.45" \
        stroke="currentColor" stroke-width="0.7"/>
        """,
        x,
        y,
        width,
        height,
        color);
  }

  /** From one column to the next; at a row's end it leads on to nothing that is drawn. */
  private static String arrow(int x, int y) {
    int tip = x + COLUMN / 2 + 4;
    int middle = y + DRAWN / 2;
    return """
        <path d="M%d %dh8m-3 -3l3 3l-3 3" fill="none" stroke="currentColor"/>
        """
        .formatted(tip - 8, middle);
  }

  /** The drawing in words: each layer with its output's shape. */
  @Override
  public String toString() {
    return summary.rows().stream()
        .map(row -> "%s (%s) to %s".formatted(row.name(), row.description(), row.shapeText()))
        .collect(Collectors.joining("; ", "Network: image of " + input + "; ", "."));
  }
}
