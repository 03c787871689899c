package cnnlabs.notebook;

import cnnlabs.data.Split;
import cnnlabs.engine.BackEnd;
import cnnlabs.engine.Engine;
import cnnlabs.model.NetworkDiagram;
import cnnlabs.plot.Claim;
import cnnlabs.plot.Comparison;
import cnnlabs.train.Estimate;
import cnnlabs.train.ProgressListener;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.plotly.components.Figure;

/**
 * What a notebook's cells call to show things.
 *
 * <p>In a kernel, each method shows its argument below the cell; in a plain JVM it prints a text.
 */
public final class Lab {

  private Lab() {}

  /**
   * To be called in a notebook's set-up cell: sends the drawing library for all figures and says
   * what computes.
   */
  public static void setUp() {
    BackEnd backEnd = Engine.backEnd();
    String line =
        "CNN Labs on Java %s, back end %s (%s), %d cores"
            .formatted(
                Runtime.version().feature(),
                backEnd.kind(),
                backEnd.device(),
                Runtime.getRuntime().availableProcessors());
    // One output: a set-up cell that is run again must not lose the library.
    show("<p>" + HtmlTable.escape(line) + "</p>\n" + PlotlyHtml.loader(), line);
  }

  /** Shows a figure. */
  public static void show(Figure figure) {
    show(PlotlyHtml.figure(figure), "[figure: shown in a notebook]");
  }

  /** Shows a table. */
  public static void show(Table table) {
    show(HtmlTable.of(table), table.printAll());
  }

  /** Shows the drawing of a network. */
  public static void show(NetworkDiagram diagram) {
    show(diagram.svg(), diagram.description());
  }

  /** Shows the reports' figures beside ours. */
  public static void show(Comparison comparison) {
    show(comparison.table());
  }

  /** Shows a claim and the verdict on it. */
  public static void show(Claim claim) {
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
    show(html, claim.toString());
  }

  /**
   * Shows a picture, pixel by pixel.
   *
   * @param description what it shows, for readers who cannot see it
   */
  public static void show(BufferedImage picture, String description) {
    String html =
        "<img src=\"data:image/png;base64,%s\" alt=\"%s\" style=\"image-rendering:pixelated\">"
            .formatted(
                Base64.getEncoder().encodeToString(png(picture)), HtmlTable.escape(description));
    show(html, "[picture: " + description + "]");
  }

  /**
   * Refuses parameters that do not fit together, before anything is trained.
   *
   * @param rule what must hold, with the values, such as {@code batchSize, 100, must be at most
   *     trainingImages, 50}
   * @throws IllegalArgumentException with the rule, if it does not hold: the cell fails
   */
  public static void require(String rule, boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ". Change that in the cell under Parameters.");
    }
  }

  /**
   * Checks a fact that must hold whatever the parameters are.
   *
   * @throws IllegalStateException naming the fact, if it does not hold: the cell fails
   */
  public static void check(String fact, boolean holds) {
    checks().that(fact, holds).allHold();
  }

  /** Several facts for one cell, where one that does not hold must not hide the others. */
  public static Checks checks() {
    return new Checks();
  }

  /** Says what the data is, and warns of a stand-in. */
  public static void show(Split data) {
    String warning =
        data.provenance().isStandIn()
            ? """
            <p style="border-left:4px solid #D55E00;padding-left:8px"><b>Stand-in data.</b> These \
            pictures were made by a program, in the shape of the real set. No number below says \
            anything of the real one. To use it, set CNNLABS_DATA to the folder of its files.</p>
            """
            : "";
    String line = "<p class=\"cnnlabs-data\">%s</p>".formatted(HtmlTable.escape(data.toString()));
    show(line + warning, data.toString());
  }

  /** Shows what a training will take. */
  public static void show(Estimate estimate) {
    String lines = EstimateText.lines(estimate);
    show("<p>" + HtmlTable.escape(lines).replace("\n", "<br>") + "</p>", lines);
  }

  /** Shows where the reader's runs and the data lie. */
  public static void showPlaces() {
    show(Places.table());
  }

  /**
   * Says whether a number that the reader found is right, without giving it away.
   *
   * @param name the exercise's, as its text has it
   * @param answer null until the reader has one
   * @param expected computed from the runs; NaN where they have no such number
   * @param tolerance how far off the answer may be, since tables round; at least 0
   * @param lookAgain what to look at again, if it is not right
   */
  public static void exercise(
      String name, @Nullable Number answer, double expected, double tolerance, String lookAgain) {
    show(Exercise.of(name, answer, expected, tolerance, lookAgain));
  }

  /** As above for a word, in capitals or not. */
  public static void exercise(
      String name, @Nullable String answer, String expected, String lookAgain) {
    show(Exercise.of(name, answer, expected, lookAgain));
  }

  private static void show(Exercise exercise) {
    show(exercise.html(), exercise.toString());
  }

  /** A table of runs below the cell that follows their training. */
  public static ProgressListener progress() {
    return new LiveTable();
  }

  /**
   * A bar below the cell for work of a known length, such as {@code Tsne}'s.
   *
   * @param name what is done, with its unit, such as {@code iterations of t-SNE}
   * @param total how much there is of it; the bar is told how much is done
   */
  public static Consumer<Integer> progress(String name, int total) {
    return new LiveBar(name, total);
  }

  static void show(String html, String text) {
    Display.ofKernel()
        .ifPresentOrElse(display -> display.show(html), () -> System.out.println(text));
  }

  private static byte[] png(BufferedImage picture) {
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
