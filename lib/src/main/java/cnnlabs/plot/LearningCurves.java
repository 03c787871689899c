package cnnlabs.plot;

import cnnlabs.evaluate.Metrics;
import cnnlabs.model.Loss;
import cnnlabs.run.EpochResult;
import cnnlabs.run.MeanAndRange;
import cnnlabs.run.SeedGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.TickSettings;
import tech.tablesaw.plotly.traces.Trace;

/**
 * Accuracy and loss against epoch, the mean over seeds as a line in the band of their range. A
 * colour is a group of runs; a dotted line is the training split, a dashed one the validation
 * split, a solid one the test split.
 */
public final class LearningCurves {

  /** What a curve is measured on. */
  public enum Measured {
    /** The running mean over the epoch's batches, in training mode. */
    TRAINING("training", "dot"),
    /** After the epoch, where images are held out. */
    VALIDATION("validation", "dash"),
    /** After the epoch. */
    TEST("test", "solid");

    private final String label;
    private final String dash;

    Measured(String label, String dash) {
      this.label = label;
      this.dash = dash;
    }

    /** What a legend calls it. */
    String label() {
      return label;
    }

    Optional<Metrics> of(EpochResult result) {
      return switch (this) {
        case TRAINING -> Optional.of(result.training());
        case VALIDATION -> result.validation();
        case TEST -> Optional.of(result.test());
      };
    }
  }

  private static final int WIDTH = 760;
  private static final int HEIGHT = 400;

  private LearningCurves() {}

  /**
   * Accuracy in per cent.
   *
   * @param title what the groups have in common
   * @param groups one colour each
   * @param measured a line each; what a group did not measure is left out
   */
  public static Figure accuracy(String title, List<SeedGroup> groups, Measured... measured) {
    return figure(
        title, "accuracy (%)", groups, measured, metrics -> 100 * metrics.accuracy(), List.of());
  }

  /** The loss; otherwise as {@link #accuracy}. */
  public static Figure loss(String title, List<SeedGroup> groups, Measured... measured) {
    return figure(title, "loss", groups, measured, Metrics::loss, List.of());
  }

  /**
   * The loss, above a thin grey line that no network can get below.
   *
   * @param bound such as {@link Loss#bound}
   */
  public static Figure lossAbove(
      double bound, String title, List<SeedGroup> groups, Measured... measured) {
    return figure(
        title, "loss", groups, measured, Metrics::loss, List.of(bound(bound, epochs(groups))));
  }

  /**
   * What was measured at some epochs only, such as those whose networks a run kept.
   *
   * @param title what and on which data
   * @param axis what the values are, with their unit
   * @param epochs in ascending order
   * @param curves by name, a value an epoch
   */
  public static Figure atEpochs(
      String title, String axis, List<Integer> epochs, Map<String, List<Double>> curves) {
    var traces = new ArrayList<Trace>();
    curves.forEach(
        (name, values) ->
            traces.add(
                PlotlyTrace.of("scatter", name)
                    .with("mode", "lines+markers")
                    .with("x", epochs)
                    .with("y", values.stream().map(LearningCurves::rounded).toList())
                    .with("line", Map.of("color", Palette.color(traces.size()), "width", 2))
                    .with("hovertemplate", "epoch %{x}: %{y}")));
    int last = epochs.stream().mapToInt(Integer::intValue).max().orElse(0);
    return new Figure(layout(title, axis, last), traces.toArray(Trace[]::new));
  }

  private static Figure figure(
      String title,
      String axis,
      List<SeedGroup> groups,
      Measured[] measured,
      ToDoubleFunction<Metrics> value,
      List<Trace> others) {
    var traces = new ArrayList<>(others);
    for (int index = 0; index < groups.size(); index++) {
      for (Measured split : measured) {
        traces.addAll(curve(groups.get(index), split, value, index));
      }
    }
    Layout layout = layout(title + source(groups), axis, epochs(groups));
    return new Figure(layout, traces.toArray(Trace[]::new));
  }

  private static Layout layout(String title, String axis, int epochs) {
    return PlotlyText.layout(title)
        .width(WIDTH)
        .height(HEIGHT)
        .xAxis(epochAxis(epochs))
        .yAxis(PlotlyText.axis(axis).build())
        .build();
  }

  /** The line of the means, over the band of the ranges where there are several seeds. */
  private static List<Trace> curve(
      SeedGroup group, Measured split, ToDoubleFunction<Metrics> value, int index) {
    boolean lacking =
        group.epochs() == 0 || split.of(group.first().history().epochs().get(0)).isEmpty();
    if (lacking) {
      return List.of();
    }
    List<Integer> epochs = IntStream.rangeClosed(1, group.epochs()).boxed().toList();
    List<MeanAndRange> values =
        epochs.stream()
            .map(epoch -> group.at(epoch, result -> value.applyAsDouble(split.of(result).get())))
            .toList();
    String name = group.name() + ", " + split.label;
    String color = Palette.color(index);
    Trace line =
        PlotlyTrace.of("scatter", name)
            .with("mode", epochs.size() == 1 ? "lines+markers" : "lines")
            .with("x", epochs)
            .with("y", values.stream().map(all -> rounded(all.mean())).toList())
            .with("text", values.stream().map(LearningCurves::range).toList())
            .with("line", Map.of("color", color, "dash", split.dash, "width", 2))
            .with("legendgroup", name)
            .with("hovertemplate", "epoch %{x}: %{y}%{text}");
    return group.runs().size() == 1
        ? List.of(line)
        : List.of(band(name, epochs, values, color), line);
  }

  private static Trace band(
      String name, List<Integer> epochs, List<MeanAndRange> values, String color) {
    return PlotlyTrace.of("scatter", name + ", range")
        .with("mode", "lines")
        .with("x", thereAndBack(epochs, epochs))
        .with(
            "y",
            thereAndBack(
                values.stream().map(all -> rounded(all.greatest())).toList(),
                values.stream().map(all -> rounded(all.least())).toList()))
        .with("fill", "toself")
        .with("fillcolor", color)
        .with("opacity", 0.2)
        .with("line", Map.of("color", color, "width", 0))
        .with("legendgroup", name)
        .with("hoverinfo", "skip")
        .with("showlegend", false);
  }

  /** The outline of a band: along its upper edge, and back along its lower one. */
  private static <T> List<T> thereAndBack(List<T> upper, List<T> lower) {
    var back = new ArrayList<>(lower);
    Collections.reverse(back);
    return Stream.concat(upper.stream(), back.stream()).toList();
  }

  private static String range(MeanAndRange all) {
    return all.least() == all.greatest()
        ? ""
        : " (%.4g … %.4g)".formatted(all.least(), all.greatest());
  }

  private static Trace bound(double bound, int epochs) {
    return PlotlyTrace.of("scatter", "least possible: %.4f".formatted(bound))
        .with("mode", "lines")
        .with("x", List.of(1, Math.max(epochs, 1)))
        .with("y", List.of(rounded(bound), rounded(bound)))
        .with("line", Map.of("color", "#777777", "width", 1))
        .with("hoverinfo", "name");
  }

  private static int epochs(List<SeedGroup> groups) {
    return groups.stream().mapToInt(SeedGroup::epochs).max().orElse(0);
  }

  /** No more ticks than epochs, so that none stands at a half. */
  static Axis epochAxis(int epochs) {
    return PlotlyText.axis("epoch")
        .tickSettings(
            TickSettings.builder()
                .tickMode(TickSettings.TickMode.AUTO)
                .nTicks(Math.min(Math.max(epochs, 1), 11))
                .build())
        .build();
  }

  /** Names the data, so that a stand-in's figures are never taken for the real set's. */
  private static String source(List<SeedGroup> groups) {
    return groups.isEmpty() ? "" : " (" + groups.get(0).first().data().label() + ")";
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}
