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
    String line = (holds ? "Checked: " : "Does not hold: ") + fact;
    String html =
        holds
            ? "<p>&#10003; %s</p>".formatted(HtmlTable.escape(fact))
            : "<p style=\"color:%s\">&#10007; %s</p>"
                .formatted(Palette.BAD, HtmlTable.escape(line));
    new Output(html, line).show();
    if (!holds) {
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
      throw new IllegalStateException(
          "%s failed: %s"
              .formatted(
                  failed.size() == 1 ? "This check" : "These checks", String.join("; ", failed)));
    }
  }
}
