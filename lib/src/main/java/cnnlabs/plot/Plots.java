package cnnlabs.plot;

import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.run.EpochResult;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.plotly.components.Axis;
import tech.tablesaw.plotly.components.Figure;
import tech.tablesaw.plotly.components.Layout;
import tech.tablesaw.plotly.components.Line;
import tech.tablesaw.plotly.components.TickSettings;
import tech.tablesaw.plotly.traces.ScatterTrace;
import tech.tablesaw.plotly.traces.Trace;

/** Figures of runs. A solid line is the test split, a dotted one the training split. */
public final class Plots {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;

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
    return errorFigure(title, runs, errorTraces(runs, name));
  }

  /**
   * The error curves of runs that were carried on, with a line at the epoch where their first part
   * ended.
   *
   * @param epoch the last epoch of the first part
   */
  public static Figure joinedErrorCurves(
      String title, List<Run> runs, Function<Run, String> name, int epoch) {
    List<Trace> traces = errorTraces(runs, name);
    traces.add(
        PlotlyText.curve(
                "carried on from epoch " + epoch,
                new double[] {epoch, epoch},
                new double[] {0, 100})
            .mode(ScatterTrace.Mode.LINE)
            .line(Line.builder().color(Palette.NEUTRAL).width(1).build())
            .build());
    return errorFigure(title, runs, traces);
  }

  private static Figure errorFigure(String title, List<Run> runs, List<Trace> traces) {
    Axis axis = PlotlyText.axis("error (%)").range(0, 100).build();
    return figure(title + source(runs), longest(runs), axis, traces);
  }

  private static List<Trace> errorTraces(List<Run> runs, Function<Run, String> name) {
    return traces(
        runs,
        name,
        result -> percent(result.trainingError()),
        result -> percent(result.testError()));
  }

  /** Training and test loss against epoch; otherwise as {@link #errorCurves}. */
  public static Figure lossCurves(String title, List<Run> runs, Function<Run, String> name) {
    Axis axis = PlotlyText.axis("loss").build();
    List<Trace> traces =
        traces(
            runs,
            name,
            result -> rounded(result.training().loss()),
            result -> rounded(result.test().loss()));
    return figure(title + source(runs), longest(runs), axis, traces);
  }

  private static List<Trace> traces(
      List<Run> runs,
      Function<Run, String> name,
      ToDoubleFunction<EpochResult> training,
      ToDoubleFunction<EpochResult> test) {
    var traces = new ArrayList<Trace>();
    for (int index = 0; index < runs.size(); index++) {
      Run run = runs.get(index);
      String label = name.apply(run) + ending(run);
      String color = Palette.color(index);
      traces.add(curve(run, label + ", training", training, color, Line.Dash.DOT));
      traces.add(curve(run, label + ", test", test, color, Line.Dash.SOLID));
    }
    return traces;
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
    var traces = new ArrayList<Trace>();
    for (int index = 0; index < layers.size(); index++) {
      int layer = index;
      traces.add(
          curve(
              run,
              layers.get(layer).layer(),
              result -> result.layers().get(layer).gradientNorm(),
              Palette.color(layer),
              Line.Dash.SOLID));
    }
    Axis axis =
        PlotlyText.axis("norm of the gradient")
            .type(Axis.Type.LOG)
            .tickSettings(
                TickSettings.builder()
                    .tickMode(TickSettings.TickMode.AUTO)
                    .exponentFormat(TickSettings.ExponentFormat.POWER)
                    .build())
            .build();
    return figure(title + source(List.of(run)), longest(List.of(run)), axis, traces);
  }

  private static Trace curve(
      Run run, String name, ToDoubleFunction<EpochResult> value, String color, Line.Dash dash) {
    List<EpochResult> epochs = run.history().epochs();
    return PlotlyText.curve(
            name,
            epochs.stream().mapToDouble(EpochResult::epoch).toArray(),
            epochs.stream().mapToDouble(value).toArray())
        .mode(epochs.size() == 1 ? ScatterTrace.Mode.LINE_AND_MARKERS : ScatterTrace.Mode.LINE)
        .line(Line.builder().color(color).dash(dash).width(2).build())
        .build();
  }

  private static Figure figure(String title, int epochs, Axis yAxis, List<Trace> traces) {
    Layout layout =
        PlotlyText.layout(title)
            .width(WIDTH)
            .height(HEIGHT)
            .xAxis(LearningCurves.epochAxis(epochs))
            .yAxis(yAxis)
            .build();
    return new Figure(layout, traces.toArray(Trace[]::new));
  }

  private static int longest(List<Run> runs) {
    return runs.stream().mapToInt(run -> run.history().epochs().size()).max().orElse(0);
  }

  /** Says of a curve that ends early why it does. */
  private static String ending(Run run) {
    return run.status() == RunStatus.COMPLETED ? "" : " (" + run.status() + ")";
  }

  /** Names the data, so that a stand-in's figures are never taken for the real set's. */
  private static String source(List<Run> runs) {
    return runs.isEmpty() ? "" : " (" + runs.get(0).data().label() + ")";
  }

  private static double percent(double fraction) {
    return Math.round(fraction * 1e4) / 1e2;
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
