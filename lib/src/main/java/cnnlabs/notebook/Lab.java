package cnnlabs.notebook;

import cnnlabs.engine.BackEnd;
import cnnlabs.engine.Engine;
import cnnlabs.run.Run;
import cnnlabs.run.RunStatus;
import cnnlabs.train.ProgressListener;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a notebook's cells call to show things.
 *
 * <p>In a kernel, each method shows its argument below the cell; in a plain JVM it prints a text.
 */
public final class Lab {

  private Lab() {}

  /**
   * For a notebook's set-up cell: sends the drawing library for all figures, says what computes.
   */
  public static void setUp() {
    BackEnd backEnd = Engine.backEnd();
    int java = Runtime.version().feature();
    int cores = Runtime.getRuntime().availableProcessors();
    String line =
        "CNN Labs on Java %s, back end %s (%s), %d cores"
            .formatted(java, backEnd.kind(), backEnd.device(), cores);
    // One output: a set-up cell that is run again must not lose the library.
    new Output(Output.ofText(line).html() + "\n" + PlotlyHtml.loader(), line).show();
  }

  /**
   * Shows a figure, a table, the drawing of a network, what the data is, what a training will take,
   * a claim and the verdict on it, or any other value of the library as it shows itself best.
   */
  public static void show(Object value) {
    Output.ofWhole(value).show();
  }

  /**
   * Shows a picture, pixel by pixel.
   *
   * @param description what it shows, for readers who cannot see it
   */
  public static void show(BufferedImage picture, String description) {
    Output.of(picture, description).show();
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
   * Refuses a parameter that is out of its range, as {@link #require} does.
   *
   * @param greatest the largest value that fits; infinity where there is none
   * @throws IllegalArgumentException naming it, its value and its range: the cell fails
   */
  public static void requireRange(String parameter, double value, double least, double greatest) {
    String range =
        greatest == Double.POSITIVE_INFINITY
            ? "at least " + number(least)
            : "from %s to %s".formatted(number(least), number(greatest));
    require(
        "%s, %s, must be %s".formatted(parameter, number(value), range),
        value >= least && value <= greatest);
  }

  /**
   * Refuses a parameter that is not above 0, as {@link #require} does.
   *
   * @throws IllegalArgumentException naming it and its value: the cell fails
   */
  public static void requirePositive(String parameter, double value) {
    require(
        "%s, %s, must be a number above 0".formatted(parameter, number(value)),
        value > 0 && Double.isFinite(value));
  }

  /**
   * Refuses to go on where a run failed, or diverged before its first epoch ended: there is nothing
   * to show.
   *
   * @throws IllegalArgumentException naming the run that diverged: the cell fails
   * @throws IllegalStateException naming the run that failed, and why
   */
  public static void requireTrained(List<Run> runs) {
    for (Run run : runs) {
      if (run.status() == RunStatus.FAILED) {
        run.network(); // which throws
      }
      require(
          "The run '%s' diverged in its first epoch: its learning rate is too large"
              .formatted(run.label()),
          run.status() != RunStatus.DIVERGED || run.history().last().isPresent());
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? "%,d".formatted((long) value)
        : Double.toString(value);
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

  /** Shows where the reader's runs and the data lie. */
  public static void showPlaces() {
    show(Locations.table());
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
    Exercise.of(name, answer, expected, tolerance, lookAgain).output().show();
  }

  /** As above for a word, in capitals or not. */
  public static void exercise(
      String name, @Nullable String answer, String expected, String lookAgain) {
    Exercise.of(name, answer, expected, lookAgain).output().show();
  }

  /** A table of runs below the cell that follows their training. */
  public static ProgressListener progress() {
    return new LiveTable(Display.ofKernel());
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
}
