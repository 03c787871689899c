package cnnlabs.notebook;

import cnnlabs.plot.Palette;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of a reader's answer to an exercise.
 *
 * @param name the exercise's, as its text has it
 * @param verdict on the answer
 * @param text for the reader; never the expected answer
 */
record Exercise(String name, Verdict verdict, String text) {

  enum Verdict {
    /** Not answered, or nothing there to check an answer with. */
    OPEN(Palette.NEUTRAL),
    RIGHT(Palette.GOOD),
    WRONG(Palette.BAD);

    private final String color;

    Verdict(String color) {
      this.color = color;
    }
  }

  static Exercise of(
      String name, @Nullable Number answer, double expected, double tolerance, String lookAgain) {
    boolean right = answer != null && Math.abs(answer.doubleValue() - expected) <= tolerance;
    return answer != null && Double.isNaN(expected)
        ? open(name, "these runs have nothing to check the answer with: were they stopped?")
        : of(name, answer, right, lookAgain);
  }

  static Exercise of(String name, @Nullable String answer, String expected, String lookAgain) {
    return of(name, answer, answer != null && answer.strip().equalsIgnoreCase(expected), lookAgain);
  }

  private static Exercise of(
      String name, @Nullable Object answer, boolean right, String lookAgain) {
    if (answer == null) {
      return open(name, "not answered yet. Put your answer in the place of null.");
    }
    String wrong = "%s is not it, with the parameters as they are now. %s";
    return right
        ? new Exercise(name, Verdict.RIGHT, answer + " is right.")
        : new Exercise(name, Verdict.WRONG, wrong.formatted(answer, lookAgain));
  }

  private static Exercise open(String name, String why) {
    return new Exercise(name, Verdict.OPEN, why);
  }

  /** A line with a mark, and for programs the classes {@code cnnlabs-exercise} and the verdict. */
  Output output() {
    String html =
        """
        <p class="cnnlabs-exercise %s" style="border-left:4px solid %s;padding-left:8px">%s</p>"""
            .formatted(
                verdict.name().toLowerCase(Locale.ROOT),
                verdict.color,
                HtmlTable.escape(toString()));
    return new Output(html, toString());
  }

  @Override
  public String toString() {
    String mark = verdict == Verdict.RIGHT ? "✓ " : "";
    return "%sExercise %s: %s".formatted(mark, name, text);
  }
}
