package cnnlabs.plot;

import cnnlabs.evaluate.Metrics;
import cnnlabs.model.Loss;
import cnnlabs.run.EpochResult;
import cnnlabs.run.MeanAndRange;
import cnnlabs.run.SeedGroup;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.components.Figure;

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

  private LearningCurves() {}

  /**
   * Accuracy in per cent.
   *
   * @param title what the groups have in common
   * @param groups one colour each
   * @param measured a line each; what a group did not measure is left out
   */
  public static Figure accuracy(String title, List<SeedGroup> groups, Measured... measured) {
    LineChart chart = chart(title, "accuracy (%)", groups);
    return figure(chart, groups, measured, metrics -> 100 * metrics.accuracy());
  }

  /** The loss; otherwise as {@link #accuracy}. */
  public static Figure loss(String title, List<SeedGroup> groups, Measured... measured) {
    return figure(chart(title, "loss", groups), groups, measured, Metrics::loss);
  }

  /**
   * The loss, above a thin grey line that no network can get below.
   *
   * @param bound such as {@link Loss#bound}
   */
  public static Figure lossAbove(
      double bound, String title, List<SeedGroup> groups, Measured... measured) {
    double least = Numbers.rounded(bound);
    LineChart chart = chart(title, "loss", groups);
    chart.add(
        PlotlyTrace.mark(
                "least possible: %.4f".formatted(bound),
                List.of(1, Math.max(epochs(groups), 1)),
                List.of(least, least))
            .with("hoverinfo", "name"));
    return figure(chart, groups, measured, Metrics::loss);
  }

  private static Figure figure(
      LineChart chart,
      List<SeedGroup> groups,
      Measured[] measured,
      ToDoubleFunction<Metrics> value) {
    for (int index = 0; index < groups.size(); index++) {
      for (Measured split : measured) {
        addCurve(chart, groups.get(index), split, value, Palette.color(index));
      }
    }
    return chart.figure();
  }

  /** The line of the means, over the band of the ranges where there are several seeds. */
  private static void addCurve(
      LineChart chart,
      SeedGroup group,
      Measured split,
      ToDoubleFunction<Metrics> value,
      String color) {
    if (group.epochs() == 0 || split.of(group.first().history().epochs().get(0)).isEmpty()) {
      return; // not measured
    }
    List<Integer> epochs = IntStream.rangeClosed(1, group.epochs()).boxed().toList();
    List<MeanAndRange> values =
        epochs.stream()
            .map(epoch -> group.at(epoch, result -> value.applyAsDouble(split.of(result).get())))
            .toList();
    String name = group.name() + ", " + split.label;
    if (group.runs().size() > 1) {
      chart.addBand(
          name,
          epochs,
          rounded(values, MeanAndRange::greatest),
          rounded(values, MeanAndRange::least),
          color);
    }
    chart.add(
        PlotlyTrace.line(name, epochs, rounded(values, MeanAndRange::mean), color, split.dash)
            .with("text", values.stream().map(LearningCurves::range).toList())
            .with("legendgroup", name)
            .with("hovertemplate", "epoch %{x}: %{y}%{text}"));
  }

  private static List<Double> rounded(
      List<MeanAndRange> values, ToDoubleFunction<MeanAndRange> of) {
    return values.stream().map(all -> Numbers.rounded(of.applyAsDouble(all))).toList();
  }

  private static String range(MeanAndRange all) {
    return all.least() == all.greatest()
        ? ""
        : " (%.4g … %.4g)".formatted(all.least(), all.greatest());
  }

  /** Names the data, so that a stand-in's figures are never taken for the real set's. */
  private static LineChart chart(String title, String measure, List<SeedGroup> groups) {
    String source = groups.isEmpty() ? "" : " (" + groups.get(0).first().data().label() + ")";
    return LineChart.ofEpochs(title + source, measure, epochs(groups)).height(400);
  }

  private static int epochs(List<SeedGroup> groups) {
    return groups.stream().mapToInt(SeedGroup::epochs).max().orElse(0);
  }
}
