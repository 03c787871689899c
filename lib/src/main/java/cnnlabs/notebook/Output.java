package cnnlabs.notebook;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Split;
import cnnlabs.device.DeviceLoad;
import cnnlabs.evaluate.ConfusionMatrix;
import cnnlabs.evaluate.LayerCosts;
import cnnlabs.evaluate.Predictions;
import cnnlabs.model.ModelSummary;
import cnnlabs.model.NetworkDiagram;
import cnnlabs.plot.ImageGrids;
import cnnlabs.plot.LayerTables;
import cnnlabs.plot.LoadPlots;
import cnnlabs.plot.Palette;
import cnnlabs.plot.Png;
import cnnlabs.plot.TableBuilder;
import cnnlabs.plot.Tables;
import cnnlabs.plot.TrainingTables;
import cnnlabs.run.Claim;
import cnnlabs.run.Comparison;
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
 * What a value looks like.
 *
 * @param html below a cell
 * @param text in a terminal, and beside the HTML
 */
record Output(String html, String text) {

  private static final int MOST_ROWS = 100;
  private static final int MOST_IMAGES = 16;

  /** What shows itself, by type. */
  private static final List<Form<?, Output>> FORMS =
      List.of(
          new Form<>(Figure.class, Output::of),
          new Form<>(
              NetworkDiagram.class, drawing -> new Output(drawing.svg(), drawing.toString())),
          new Form<>(Claim.class, Output::of),
          new Form<>(Split.class, Output::of),
          new Form<>(Estimate.class, estimate -> ofText(EstimateText.lines(estimate))),
          new Form<>(ImageDataset.class, Output::samples));

  /** What shows itself as a table, by type. */
  private static final List<Form<?, Table>> TABLES =
      List.of(
          new Form<>(Table.class, table -> table),
          new Form<>(TableBuilder.class, builder -> builder.table()),
          new Form<>(Comparison.class, Tables::comparison),
          new Form<>(History.class, History::table),
          new Form<>(Run.class, run -> TrainingTables.epochs(run.label(), run)),
          new Form<>(SeedGroup.class, group -> TrainingTables.seeds(group.name(), List.of(group))),
          new Form<>(RunStore.class, RunStore::table),
          new Form<>(StoredRun.class, run -> RunTable.of(List.of(run))),
          new Form<>(ConfusionMatrix.class, matrix -> Tables.classes("Classes", matrix)),
          new Form<>(
              Predictions.class,
              predictions -> Tables.classes("Classes", ConfusionMatrix.of(predictions))),
          new Form<>(ModelSummary.class, summary -> Tables.summary("Layers", summary)),
          new Form<>(LayerCosts.class, costs -> LayerTables.costs("Layers", costs)),
          new Form<>(DeviceLoad.class, load -> LoadPlots.table("Load", Map.of("this work", load))));

  private record Form<T, F>(Class<T> type, Function<T, F> of) {

    Optional<F> apply(Object value) {
      return type.isInstance(value) ? Optional.of(of.apply(type.cast(value))) : Optional.empty();
    }
  }

  private static <F> Optional<F> find(List<Form<?, F>> forms, Object value) {
    return forms.stream().flatMap(form -> form.apply(value).stream()).findFirst();
  }

  /** As a cell shows it that calls {@link Lab#show}: whole. */
  static Output ofWhole(Object value) {
    return find(FORMS, value)
        .or(() -> table(value).map(table -> new Output(HtmlTable.of(table), table.printAll())))
        .orElseGet(() -> ofText(String.valueOf(value)));
  }

  /** As the last line of a cell, if there is more to show of it than its text. */
  static Optional<Output> ofLastLine(Object value) {
    return find(FORMS, value).or(() -> table(value).map(table -> firstRows(table, value)));
  }

  private static Optional<Table> table(Object value) {
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      return find(TABLES, value);
    }
    if (list.stream().allMatch(Run.class::isInstance)) {
      return Optional.of(Tables.results(list.stream().map(Run.class::cast).toList()));
    }
    return list.stream().allMatch(StoredRun.class::isInstance)
        ? Optional.of(RunTable.of(list.stream().map(StoredRun.class::cast).toList()))
        : Optional.empty();
  }

  /** A cell may end with any table: of a long one, its first rows. */
  private static Output firstRows(Table table, Object value) {
    int rows = table.rowCount();
    String more = "<p>The first %d of %,d rows; Lab.show shows all.</p>";
    String html =
        rows <= MOST_ROWS
            ? HtmlTable.of(table)
            : HtmlTable.of(table.first(MOST_ROWS)) + more.formatted(MOST_ROWS, rows);
    return new Output(html, String.valueOf(value));
  }

  /** A paragraph, its lines one below the other. */
  static Output ofText(String text) {
    return new Output("<p>" + HtmlTable.lines(text) + "</p>", text);
  }

  private static Output of(Figure figure) {
    return new Output(PlotlyHtml.figure(figure), "[figure: shown in a notebook]");
  }

  private static Output of(Claim claim) {
    String html =
        """
        <p style="border-left:4px solid %s;padding-left:8px"><b>%s claims:</b> %s.<br>
        <b>%s.</b> %s</p>
        """
            .formatted(
                switch (claim.finding()) {
                  case HOLDS -> Palette.GOOD;
                  case DOES_NOT_HOLD -> Palette.BAD;
                  case OPEN -> Palette.NEUTRAL;
                },
                HtmlTable.escape(claim.report()),
                HtmlTable.escape(claim.statement()),
                HtmlTable.escape(claim.verdict()),
                HtmlTable.escape(claim.evidence()));
    return new Output(html, claim.toString());
  }

  private static Output of(Split data) {
    String warning =
        data.provenance().isStandIn()
            ? """
            <p style="border-left:4px solid %s;padding-left:8px"><b>Stand-in data.</b> These \
            pictures were made by a program, in the shape of the real set. No number below says \
            anything of the real one. To use it, set CNNLABS_DATA to the folder of its files.</p>
            """
                .formatted(Palette.BAD)
            : "";
    String line = "<p class=\"cnnlabs-data\">%s</p>".formatted(HtmlTable.escape(data.toString()));
    return new Output(line + warning, data.toString());
  }

  static Output of(BufferedImage picture, String description) {
    String html =
        "<img src=\"%s\" alt=\"%s\" style=\"image-rendering:pixelated\">"
            .formatted(Png.address(picture), HtmlTable.escape(description));
    return new Output(html, "[picture: " + description + "]");
  }

  private static Output samples(ImageDataset images) {
    ImageDataset first = images.take(Math.min(MOST_IMAGES, images.size()));
    Output picture = of(ImageGrids.samples(first, MOST_IMAGES / 2), "the first images");
    return new Output(picture.html(), images.toString());
  }

  /** Shows it below the cell or, in a plain JVM, prints its text. */
  void show() {
    Display.ofKernel()
        .ifPresentOrElse(display -> display.show(html), () -> System.out.println(text));
  }
}
