package cnnlabs.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each notebook is opened, run from top to bottom, saved and opened again. */
class NotebooksTest {

  /** Debian's MathJax comes without its web fonts: it asks for this in their place. */
  private static final String NO_FONT = "about:blank";

  /** MathJax takes the dollars away, one text after the other. */
  private static final String FORMULAS_DRAWN =
      """
      [...document.querySelectorAll('.text_cell_render')].every(text => !text.textContent.includes('$$'))""";

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int WIDTH = 1280;

  private static @Nullable JupyterServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(Browser.isInstalled(), "There is no Chromium with its driver.");
    LabScript.run(
        folder,
        "cleared.log",
        "run",
        "--clear",
        "--keep-edits",
        "--profile",
        "quick",
        "--out",
        folder.toString());
    server = JupyterServer.on(folder);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void theFirstLabRunsInABrowser() throws IOException, InterruptedException {
    runs(LabScript.labs().get(0));
  }

  @Tag("full")
  @ParameterizedTest
  @MethodSource("others")
  void everyOtherLabRunsInABrowser(String lab) throws IOException, InterruptedException {
    runs(lab);
  }

  static Stream<String> others() {
    return LabScript.labs().stream().skip(1);
  }

  private static void runs(String lab) throws IOException, InterruptedException {
    try (Browser browser = Browser.open(WIDTH, 1000)) {
      var page = new NotebookPage(browser, Objects.requireNonNull(server), lab);
      page.open();
      page.runAll();
      page.awaitEnd(PATIENCE);
      NotebookPage.State shown = page.state();
      assertThat(shown.failures()).isEmpty();
      assertThat(shown.executed()).isEqualTo(shown.cells());
      assertEverythingIsSeen(shown);
      page.save();
      page.reload();
      browser.until(
          "document.querySelectorAll('.output .js-plotly-plot .main-svg').length >= "
              + shown.figures(),
          Duration.ofSeconds(30));
      NotebookPage.State again = page.state();
      assertThat(again.figures()).isEqualTo(shown.figures());
      assertThat(again.images()).isEqualTo(shown.images());
      assertEverythingIsSeen(again);
      browser.until(FORMULAS_DRAWN, Duration.ofSeconds(30));
      picture(browser, lab);
      List<String> errors =
          browser.errors().stream().filter(error -> !error.contains(NO_FONT)).toList();
      assertThat(errors).isEmpty();
      assertThat(browser.foreignRequests()).isEmpty();
      page.shutDown();
    }
  }

  private static void assertEverythingIsSeen(NotebookPage.State shown) {
    assertThat(shown.drawn()).as("figures that are drawn").isEqualTo(shown.figures());
    assertThat(shown.broken()).as("pictures that are not shown").isZero();
    assertThat(shown.unnamed())
        .as("pictures without a text for readers who do not see them")
        .isZero();
    assertThat(shown.figures() + shown.images()).isPositive();
  }

  /** The whole notebook, as far as a picture can be high. */
  private static void picture(Browser browser, String lab) throws IOException {
    Object height =
        browser.evaluate("return document.querySelector('#notebook-container').scrollHeight;");
    browser.resize(WIDTH, (int) Math.min(16_000, ((Number) height).longValue() + 300));
    browser.screenshot(lab);
  }
}
