package cnnlabs.plot;

import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import cnnlabs.run.EpochResult;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.plotly.components.Figure;

/** Figures of runs. A solid line is the test split, a dotted one the training split. */
public final class Plots {

  private Plots() {}

  /**
   * Training and test error against epoch, in per cent, on an axis from 0 to 100 so that figures
   * beside each other can be compared.
   *
   * @param title what the runs have in common
   * @param runs one colour a run
   * @param name what tells a run from the others, for the legend
   */
  public static Figure errorCurves(String title, List<Run> runs, Function<Run, String> name) {
    return errors(title, runs, name).figure();
  }

  /**
   * The error curves of runs that were carried on.
   *
   * @param epoch the last one of their first part, at which a line stands
   */
  public static Figure joinedErrorCurves(
      String title, List<Run> runs, Function<Run, String> name, int epoch) {
    return errors(title, runs, name)
        .add(
            PlotlyTrace.mark(
                "carried on from epoch " + epoch, List.of(epoch, epoch), List.of(0, 100)))
        .figure();
  }

  private static LineChart errors(String title, List<Run> runs, Function<Run, String> name) {
    return curves(title, "error (%)", runs, name, of -> percent(1 - of.accuracy())).heightTo(100);
  }

  /** Training and test loss against epoch; otherwise as {@link #errorCurves}. */
  public static Figure lossCurves(String title, List<Run> runs, Function<Run, String> name) {
    return curves(title, "loss", runs, name, of -> Numbers.rounded(of.loss())).figure();
  }

  private static LineChart curves(
      String title,
      String measure,
      List<Run> runs,
      Function<Run, String> name,
      ToDoubleFunction<Metrics> value) {
    LineChart chart = chart(title, measure, runs);
    for (int index = 0; index < runs.size(); index++) {
      Run run = runs.get(index);
      // Of a curve that ends early, why it does.
      String ending = run.status() == RunStatus.COMPLETED ? "" : " (" + run.status() + ")";
      String label = name.apply(run) + ending;
      String color = Palette.color(index);
      String training = label + ", training";
      chart.add(curve(run, training, of -> value.applyAsDouble(of.training()), color, "dot"));
      String test = label + ", test";
      chart.add(curve(run, test, of -> value.applyAsDouble(of.test()), color, "solid"));
    }
    return chart;
  }

  /**
   * The norm of each layer's gradient against epoch, on a logarithmic axis: where gradients vanish,
   * the first layers lie orders of magnitude below the last.
   *
   * @param run a run whose layers were measured
   * @throws IllegalArgumentException if they were not
   */
  public static Figure gradientNorms(String title, Run run) {
    List<LayerStatistics> layers = run.history().last().map(EpochResult::layers).orElse(List.of());
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' has no layer statistics. Train it with Trainer.measuringLayers."
              .formatted(run.label()));
    }
    LineChart chart = chart(title, "norm of the gradient", List.of(run)).logarithmic();
    for (int index = 0; index < layers.size(); index++) {
      int layer = index;
      chart.add(
          curve(
              run,
              layers.get(layer).layer(),
              result -> result.layers().get(layer).gradientNorm(),
              Palette.color(layer),
              "solid"));
    }
    return chart.figure();
  }

  private static PlotlyTrace curve(
      Run run, String name, ToDoubleFunction<EpochResult> value, String color, String dash) {
    List<EpochResult> epochs = run.history().epochs();
    return PlotlyTrace.line(
        name,
        epochs.stream().map(EpochResult::epoch).toList(),
        epochs.stream().mapToDouble(value).boxed().toList(),
        color,
        dash);
  }

  /** Names the data, so that a stand-in's figures are never taken for the real set's. */
  private static LineChart chart(String title, String measure, List<Run> runs) {
    String source = runs.isEmpty() ? "" : " (" + runs.get(0).data().label() + ")";
    int longest = runs.stream().mapToInt(run -> run.history().epochs().size()).max().orElse(0);
    return LineChart.ofEpochs(title + source, measure, longest);
  }

  private static double percent(double fraction) {
    return Math.round(fraction * 1e4) / 1e2;
  }
}
