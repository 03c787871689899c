package cnnlabs.notebook;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Split;
import cnnlabs.engine.DeviceLoad;
import cnnlabs.evaluate.ConfusionMatrix;
import cnnlabs.evaluate.LayerCosts;
import cnnlabs.evaluate.Predictions;
import cnnlabs.model.ModelSummary;
import cnnlabs.model.NetworkDiagram;
import cnnlabs.plot.Claim;
import cnnlabs.plot.Comparison;
import cnnlabs.plot.ImageGrids;
import cnnlabs.plot.LayerTables;
import cnnlabs.plot.LoadPlots;
import cnnlabs.plot.Png;
import cnnlabs.plot.Tables;
import cnnlabs.plot.TrainingTables;
import cnnlabs.run.History;
import cnnlabs.run.Run;
import cnnlabs.run.SeedGroup;
import cnnlabs.store.RunStore;
import cnnlabs.store.RunTable;
import cnnlabs.store.StoredRun;
import cnnlabs.train.Estimate;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * How a value looks.
 *
 * @param html below a cell
 * @param text in a terminal, and beside the HTML
 */
record Shown(String html, String text) {

  private static final int MOST_ROWS = 100;
  private static final int MOST_IMAGES = 16;

  /** What shows itself as the last line of a cell, by type. */
  private static final List<Form<?>> FORMS =
      List.of(
          new Form<>(Figure.class, Shown::of),
          new Form<>(NetworkDiagram.class, Shown::of),
          new Form<>(Claim.class, Shown::of),
          new Form<>(Split.class, Shown::of),
          new Form<>(Estimate.class, Shown::of),
          new Form<>(ImageDataset.class, Shown::samples),
          table(Table.class, table -> table),
          table(Comparison.class, Comparison::table),
          table(History.class, History::table),
          table(Run.class, run -> TrainingTables.epochs(run.label(), run)),
          table(SeedGroup.class, group -> TrainingTables.seeds(group.name(), List.of(group))),
          table(RunStore.class, RunStore::table),
          table(StoredRun.class, run -> RunTable.of(List.of(run))),
          table(ConfusionMatrix.class, matrix -> Tables.classes("Classes", matrix)),
          table(
              Predictions.class,
              predictions -> Tables.classes("Classes", ConfusionMatrix.of(predictions))),
          table(ModelSummary.class, summary -> Tables.summary("Layers", summary)),
          table(LayerCosts.class, costs -> LayerTables.costs("Layers", costs)),
          table(DeviceLoad.class, load -> LoadPlots.table("Load", Map.of("this work", load))));

  private record Form<T>(Class<T> type, Function<T, Shown> of) {

    Shown cast(Object value) {
      return of.apply(type.cast(value));
    }
  }

  /** As the last line of a cell, if there is more to show of it than its text. */
  static Optional<Shown> ofAny(Object value) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      return ofList(list);
    }
    return FORMS.stream()
        .filter(form -> form.type().isInstance(value))
        .findFirst()
        .map(form -> form.cast(value));
  }

  private static Optional<Shown> ofList(List<?> list) {
    if (list.stream().allMatch(Run.class::isInstance)) {
      return Optional.of(table(Tables.results(list.stream().map(Run.class::cast).toList()), list));
    }
    return list.stream().allMatch(StoredRun.class::isInstance)
        ? Optional.of(table(RunTable.of(list.stream().map(StoredRun.class::cast).toList()), list))
        : Optional.empty();
  }

  private static <T> Form<T> table(Class<T> type, Function<T, Table> table) {
    return new Form<>(type, value -> table(table.apply(value), value));
  }

  /** A cell may end with any table: of a long one, its first rows. */
  private static Shown table(Table table, Object value) {
    String more =
        table.rowCount() <= MOST_ROWS
            ? ""
            : "<p>The first %d of %,d rows; Lab.show shows all.</p>"
                .formatted(MOST_ROWS, table.rowCount());
    return new Shown(
        HtmlTable.of(table.first(Math.min(MOST_ROWS, table.rowCount()))) + more,
        String.valueOf(value));
  }

  static Shown of(Figure figure) {
    return new Shown(PlotlyHtml.figure(figure), "[figure: shown in a notebook]");
  }

  static Shown of(Table table) {
    return new Shown(HtmlTable.of(table), table.printAll());
  }

  static Shown of(NetworkDiagram diagram) {
    return new Shown(diagram.svg(), diagram.description());
  }

  static Shown of(Claim claim) {
    String html =
        """
        <p style="border-left:4px solid %s;padding-left:8px"><b>%s claims:</b> %s.<br>
        <b>%s.</b> %s</p>
        """
            .formatted(
                switch (claim.finding()) {
                  case HOLDS -> "#0072B2";
                  case DOES_NOT_HOLD -> "#D55E00";
                  case OPEN -> "#888888";
                },
                HtmlTable.escape(claim.report()),
                HtmlTable.escape(claim.statement()),
                HtmlTable.escape(claim.verdict()),
                HtmlTable.escape(claim.evidence()));
    return new Shown(html, claim.toString());
  }

  static Shown of(Split data) {
    String warning =
        data.provenance().isStandIn()
            ? """
            <p style="border-left:4px solid #D55E00;padding-left:8px"><b>Stand-in data.</b> These \
            pictures were made by a program, in the shape of the real set. No number below says \
            anything of the real one. To use it, set CNNLABS_DATA to the folder of its files.</p>
            """
            : "";
    String line = "<p class=\"cnnlabs-data\">%s</p>".formatted(HtmlTable.escape(data.toString()));
    return new Shown(line + warning, data.toString());
  }

  static Shown of(Estimate estimate) {
    String lines = EstimateText.lines(estimate);
    return new Shown("<p>" + HtmlTable.escape(lines).replace("\n", "<br>") + "</p>", lines);
  }

  static Shown of(BufferedImage picture, String description) {
    String html =
        "<img src=\"%s\" alt=\"%s\" style=\"image-rendering:pixelated\">"
            .formatted(Png.address(picture), HtmlTable.escape(description));
    return new Shown(html, "[picture: " + description + "]");
  }

  private static Shown samples(ImageDataset images) {
    ImageDataset first = images.take(Math.min(MOST_IMAGES, images.size()));
    return new Shown(
        of(ImageGrids.samples(first, MOST_IMAGES / 2), "the first images").html(),
        images.toString());
  }
}
