package cnnlabs.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that would take an hour is watched, stopped and forgotten. */
class LiveTrainingTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** The cell that trains: it runs, and its table is there. */
  private static final String TRAINING =
      """
      Jupyter.notebook.get_cells().find(cell =>
          cell.input_prompt_number === '*' && cell.element[0].querySelector('.output td'))""";

  @Test
  void aTrainingMovesInOnePlaceStopsAndLeavesTheKernelUsable(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(Browser.isInstalled(), "There is no Chromium with its driver.");
    LabScript.run(
        folder,
        "long.log",
        "run",
        "00",
        "--clear",
        "--keep-edits",
        "--profile",
        "quick",
        "-p",
        "epochs=100000",
        "--out",
        folder.toString());
    try (JupyterServer server = JupyterServer.on(folder);
        Browser browser = Browser.open(1280, 1000)) {
      var page = new NotebookPage(browser, server, "00-welcome");
      page.open();
      page.runAll();
      browser.until(TRAINING, Duration.ofMinutes(2));
      watch(browser);
      browser.until("watched.querySelector('figure polyline')", SOON);
      browser.evaluate("cell.element[0].scrollIntoView();");
      browser.screenshot("live");

      page.stop();
      page.awaitEnd(SOON);
      assertThat(String.valueOf(browser.evaluate("return watched.textContent;")))
          .contains("stopped after");
      assertThat((Long) browser.evaluate("return JSON.stringify(cell.output_area.outputs).length;"))
          .isLessThan(50_000);
      assertThat(page.run("6 * 7", SOON)).isEqualTo("42");

      page.restart();
      assertThat(page.run("6 * 7", SOON)).isEqualTo("42");
      assertThat(page.run("epochs", SOON)).isEqualTo("cannot find symbol");
      assertThat(browser.errors()).isEmpty();
    }
  }

  /** For six seconds: how often the table changes, and whether it stays one. */
  private static void watch(Browser browser) throws InterruptedException {
    browser.evaluate(
        """
        window.cell = %s;
        window.watched = cell.element[0].querySelector('.output');
        window.changes = [];
        window.blocks = watched.children.length;
        new MutationObserver(() => {
          const now = performance.now();
          // One update is more than one mutation.
          if (!changes.length || now - changes[changes.length - 1].at > 100) {
            changes.push({at: now, text: ''});
          }
          changes[changes.length - 1].text = watched.textContent;
        }).observe(watched, {childList: true, subtree: true, characterData: true});
        """
            .formatted(TRAINING));
    Thread.sleep(6000);
    long changes = (Long) browser.evaluate("return changes.length;");
    long states =
        (Long) browser.evaluate("return new Set(changes.map(change => change.text)).size;");
    assertThat(changes).as("updates in six seconds").isBetween(3L, 13L);
    assertThat(states).as("different tables").isGreaterThan(2);
    assertThat((Boolean) browser.evaluate("return watched.children.length === blocks;")).isTrue();
  }
}
