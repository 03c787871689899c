package cnnlabs.notebook;

import cnnlabs.plot.Palette;
import java.util.ArrayList;
import java.util.List;

/**
 * Facts that must hold whatever the parameters are: each is shown as it is checked, and only then
 * do those that do not hold fail the cell.
 *
 * <pre>{@code
 * Lab.checks()
 *     .that("The network has 37,434 parameters", summary.parameters() == 37_434)
 *     .that("Every run of the grid ended", runs.size() == grid.trials().size())
 *     .allHold();
 * }</pre>
 */
public final class Checks {

  private final List<String> failed = new ArrayList<>();

  Checks() {}

  /** Checks one fact, and shows whether it holds. */
  public Checks that(String fact, boolean holds) {
    String text = HtmlTable.escape(fact);
    if (holds) {
      new Output("<p>&#10003; %s</p>".formatted(text), "Checked: " + fact).show();
    } else {
      String html = "<p style=\"color:%s\">&#10007; Does not hold: %s</p>";
      new Output(html.formatted(Palette.BAD, text), "Does not hold: " + fact).show();
      failed.add(fact);
    }
    return this;
  }

  /**
   * Ends the checks.
   *
   * @throws IllegalStateException naming the facts that do not hold, if there are any: the cell
   *     fails
   */
  public void allHold() {
    if (!failed.isEmpty()) {
      String these = failed.size() == 1 ? "This check" : "These checks";
      throw new IllegalStateException(these + " failed: " + String.join("; ", failed));
    }
  }
}
