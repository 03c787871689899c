package cnnlabs.notebook;

import cnnlabs.plot.Palette;
import cnnlabs.run.EpochResult;
import cnnlabs.train.RunProgress;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The errors of all runs by epoch, as one picture below their table: of one size from the start to
 * the end, so that nothing moves on the page.
 *
 * <p>A few runs have a colour and a number each, and their training error beside, dotted as in the
 * plots. More have a colour, and a name where the mouse points. Of many, it shows how they lie
 * together.
 */
final class LiveCurves {

  private static final int WIDTH = 640; // of the picture, in pixels
  private static final int HEIGHT = 220;
  private static final int LEFT = 56;
  private static final int TOP = 12;
  private static final int RIGHT = 24;
  private static final int BOTTOM = 36;

  /** Of all curves together, at most. */
  private static final int POINTS = 900;

  private static final int MOST_POINTS = 60; // of one

  private static final int MOST_NAMES = 24; // which a notebook keeps, too

  private static final int MOST_COLORS = 6; // without the palette's black, which may be the page's

  /** The error that the picture is high at least, where no run errs. */
  private static final double LEAST = 0.001;

  private final List<RunProgress> runs;
  private final boolean few;
  private final List<String> labels;
  private final boolean validated;
  private final SvgArea area;
  private final int pointsOfACurve;

  private LiveCurves(List<RunProgress> runs) {
    this.runs = runs;
    few = runs.size() <= MOST_COLORS;
    labels = ProgressText.labels(runs);
    List<EpochResult> epochs =
        runs.stream().flatMap(run -> run.history().epochs().stream()).toList();
    validated =
        !epochs.isEmpty() && epochs.stream().allMatch(epoch -> epoch.validation().isPresent());
    int curves = few ? 2 * runs.size() : runs.size();
    pointsOfACurve = Math.max(2, Math.min(MOST_POINTS, POINTS / curves));
    double greatest =
        epochs.stream()
            .mapToDouble(epoch -> few ? Math.max(epoch.trainingError(), held(epoch)) : held(epoch))
            .max()
            .orElse(1);
    area =
        new SvgArea(
            LEFT,
            TOP,
            WIDTH - LEFT - RIGHT,
            HEIGHT - TOP - BOTTOM,
            runs.stream().mapToInt(run -> run.trial().hyperparameters().epochs()).max().orElse(1),
            Math.max(greatest, LEAST));
  }

  /** The picture with its legend, empty before the first epoch. */
  static String html(List<RunProgress> runs) {
    return new LiveCurves(runs).html();
  }

  private String html() {
    String name = (validated ? "validation" : "test") + " error by epoch";
    name += few ? ", and training error (dotted)" : "";
    boolean named = runs.size() <= MOST_NAMES;
    String hint = named ? ". Hover over a curve for its name." : "";
    // Many are one path: hundreds of elements would be too large.
    String curves =
        few
            ? begun(this::colouredCurves)
            : named
                ? begun(this::namedCurve)
                : path(begun(index -> "M" + points(index, this::held)));
    return """
        <figure style="margin:0"><svg width="%d" height="%d" style="max-width:100%%" viewBox="0 0 %1$d %2$d" \
        role="img" aria-label="%s"><title>%3$s</title>%s%s</svg>
        <figcaption>%3$s%s</figcaption></figure>
        """
        .formatted(
            WIDTH,
            HEIGHT,
            name,
            axes(),
            curves,
            few ? legend() : " of %d runs%s".formatted(runs.size(), hint));
  }

  private static String path(String steps) {
    return "<path d=\"%s\" fill=\"none\" stroke=\"%s\"/>".formatted(steps, Palette.NEUTRAL);
  }

  private String axes() {
    int bottom = HEIGHT - BOTTOM;
    return text(LEFT - 6, area.y(area.greatest()) + 4, "end", percent(area.greatest()))
        + text(LEFT - 6, area.y(area.greatest() / 2) + 4, "end", percent(area.greatest() / 2))
        + text(LEFT - 6, area.y(0) + 4, "end", percent(0))
        + text(area.x(0), bottom + 16, "middle", "1")
        + (area.length() == 1
            ? ""
            : text(
                area.x(area.length() - 1), bottom + 16, "middle", "%,d".formatted(area.length())))
        + text(LEFT + area.width() / 2.0, bottom + 30, "middle", "epoch")
        + path("M%d,%dV%dH%d".formatted(LEFT, TOP, bottom, LEFT + area.width()));
  }

  /** In the page's own colour, light or dark. */
  private static String text(double x, double y, String anchor, String text) {
    return "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\" font-size=\"12\" fill=\"currentColor\">%s</text>"
        .formatted(x, y, anchor, text);
  }

  private static String percent(double fraction) {
    return "%.1f %%".formatted(100 * fraction);
  }

  /** What is drawn of each run that has finished an epoch. */
  private String begun(IntFunction<String> drawn) {
    return IntStream.range(0, runs.size())
        .filter(index -> runs.get(index).history().last().isPresent())
        .mapToObj(drawn)
        .collect(Collectors.joining());
  }

  private String colouredCurves(int index) {
    String color = Palette.color(index);
    List<EpochResult> epochs = runs.get(index).history().epochs();
    String points = points(index, this::held);
    return line(points, color, "")
        + line(points(index, EpochResult::trainingError), color, " stroke-dasharray=\"1 3\"")
        + SvgArea.dot(points, color)
        + text(
            area.x(epochs.size() - 1) + 10,
            area.y(held(epochs.get(epochs.size() - 1))) + 4,
            "middle",
            Integer.toString(index + 1));
  }

  private String namedCurve(int index) {
    return "<g><title>%s</title>%s</g>"
        .formatted(
            HtmlTable.escape(labels.get(index)),
            line(points(index, this::held), Palette.color(index % MOST_COLORS), ""));
  }

  private String points(int index, ToDoubleFunction<EpochResult> error) {
    return area.points(
        runs.get(index).history().epochs().stream().mapToDouble(error).boxed().toList(),
        pointsOfACurve);
  }

  private static String line(String points, String color, String dashes) {
    return "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"%s/>"
        .formatted(points, color, dashes);
  }

  private String legend() {
    return IntStream.range(0, runs.size())
        .mapToObj(
            index ->
                "<br><b style=\"color:%s\">%d</b> %s"
                    .formatted(
                        Palette.color(index), index + 1, HtmlTable.escape(labels.get(index))))
        .collect(Collectors.joining());
  }

  /** What the run is judged by while it trains: validation, where there is some. */
  private double held(EpochResult epoch) {
    return validated ? 1 - epoch.validation().orElseThrow().accuracy() : epoch.testError();
  }
}
