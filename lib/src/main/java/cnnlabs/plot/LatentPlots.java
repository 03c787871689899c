package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import cnnlabs.evaluate.ClassSeparation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.traces.Trace;

/** Figures of images as points of a plane, such as t-SNE's. */
public final class LatentPlots {

  /** Nearest points that vote in the agreement above the figure. */
  public static final int NEIGHBOURS = 10;

  /** As many as no two of them look alike; with seven colours, 70 classes can be told apart. */
  private static final List<String> SYMBOLS =
      List.of(
          "circle square diamond cross x triangle-up triangle-down star pentagon hourglass"
              .split(" ", -1));

  private static final int SIDE = 760; // of the figure, in pixels

  /** Room for the outermost points. */
  private static final double MARGIN = 1.05;

  private LatentPlots() {}

  /**
   * The plane of each epoch as a step of a slider, a point an image, a colour and a symbol a class.
   * Above it stands how many of all points have a majority of their own class among their nearest
   * ones: {@link ClassSeparation#neighbourAgreement}. The image shows where the pointer is over a
   * point.
   *
   * @param title what was embedded
   * @param images those of the points
   * @param planes by epoch, the points {@code [images][2]}; best from {@link
   *     cnnlabs.evaluate.Tsne#sequence}, so that points keep their places
   * @param drawn the first so many points are drawn, so that the page stays small: 1 to all; the
   *     agreement is that of all
   * @throws IllegalArgumentException if there is no plane, a plane has not a point for each image,
   *     or no such number can be drawn
   */
  public static Figure steps(
      String title, ImageDataset images, SortedMap<Integer, double[][]> planes, int drawn) {
    require(images, planes, drawn);
    ImageDataset shown = images.take(drawn);
    Map<Integer, List<Integer>> members =
        IntStream.range(0, drawn)
            .boxed()
            .collect(Collectors.groupingBy(images::label, TreeMap::new, Collectors.toList()));
    var steps = new ArrayList<PlaneSteps.Step>();
    planes.forEach(
        (epoch, plane) -> steps.add(step(title, images, epoch, plane, members.values())));
    double[][] first = planes.values().iterator().next();
    var traces = new ArrayList<Trace>();
    members.forEach(
        (label, of) -> traces.add(trace(images.classNames().get(label), label, of, first)));
    double bound = MARGIN * greatest(planes.values(), drawn);
    Figure figure =
        PlotlyText.figure(
            PlotlyText.layout(title)
                .width(SIDE)
                .height(SIDE)
                .showLegend(true)
                .hoverMode(Layout.HoverMode.CLOSEST)
                .xAxis(PlotlyText.axis("first coordinate").range(-bound, bound).build())
                .yAxis(PlotlyText.axis("second coordinate").range(-bound, bound).build()),
            traces);
    figure.setEventHandlers(new PlaneSteps(description(title, shown, steps), steps, shown));
    return figure;
  }

  private static void require(
      ImageDataset images, SortedMap<Integer, double[][]> planes, int drawn) {
    if (planes.isEmpty()) {
      throw new IllegalArgumentException("There is no plane to show: give one epoch at least.");
    }
    planes.forEach(
        (epoch, plane) -> {
          if (plane.length != images.size()) {
            throw new IllegalArgumentException(
                "The plane of epoch %d has %d points, but there are %d images."
                    .formatted(epoch, plane.length, images.size()));
          }
        });
    if (drawn < 1 || drawn > images.size()) {
      throw new IllegalArgumentException(
          "drawn must be 1 to %d, but is %d".formatted(images.size(), drawn));
    }
  }

  private static PlaneSteps.Step step(
      String title,
      ImageDataset images,
      int epoch,
      double[][] plane,
      Collection<List<Integer>> members) {
    int neighbours = Math.min(NEIGHBOURS, images.size() - 1);
    double agreement = ClassSeparation.neighbourAgreement(plane, images.labels(), neighbours);
    String name = PlotlyText.html("%s (%s)".formatted(title, images.provenance().label()));
    String heading =
        "%s<br>epoch %d: %.1f %% of %,d images lie among their own class"
            .formatted(name, epoch, 100 * agreement, images.size());
    List<Map<String, Object>> positions =
        members.stream()
            .map(
                points ->
                    Map.<String, Object>of(
                        "x", coordinates(plane, points, 0), "y", coordinates(plane, points, 1)))
            .toList();
    return new PlaneSteps.Step(epoch, agreement, heading, positions);
  }

  private static double[] coordinates(double[][] plane, List<Integer> points, int axis) {
    return points.stream().mapToDouble(i -> Math.rint(1e2 * plane[i][axis]) / 1e2).toArray();
  }

  private static Trace trace(String name, int label, List<Integer> points, double[][] plane) {
    return PlotlyTrace.of("scatter", name)
        .with("mode", "markers")
        .with("customdata", points)
        .with("hoverinfo", "none") // The image shows itself.
        .with(
            "marker",
            Map.of(
                "color", Palette.color(label),
                "symbol", SYMBOLS.get(label % SYMBOLS.size()),
                "size", 8,
                "line", Map.of("color", "white", "width", 0.5)))
        .with("x", coordinates(plane, points, 0))
        .with("y", coordinates(plane, points, 1));
  }

  /** One bound for all steps and sides, since t-SNE's planes are centred. */
  private static double greatest(Collection<double[][]> planes, int drawn) {
    return planes.stream()
        .flatMap(plane -> Arrays.stream(plane).limit(drawn))
        .flatMapToDouble(Arrays::stream)
        .map(Math::abs)
        .max()
        .orElse(1);
  }

  private static String description(
      String title, ImageDataset images, List<PlaneSteps.Step> steps) {
    PlaneSteps.Step first = steps.get(0);
    PlaneSteps.Step last = steps.get(steps.size() - 1);
    return ("%s: %,d images of %s as points, with a slider over %d epochs. Images that lie among"
            + " their own class: %.1f %% at epoch %d, %.1f %% at epoch %d.")
        .formatted(
            title,
            images.size(),
            images.provenance().label(),
            steps.size(),
            100 * first.agreement(),
            first.epoch(),
            100 * last.agreement(),
            last.epoch());
  }
}
