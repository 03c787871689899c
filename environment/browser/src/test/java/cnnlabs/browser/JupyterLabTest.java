package cnnlabs.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab in JupyterLab, where it is installed: Debian 12 has none. */
@Tag("full")
class JupyterLabTest {

  /** It draws cells as they come into view, so that the figures have to be gone to. */
  private static final String FIGURE_DRAWN =
      """
      (figure => { figure?.scrollIntoView(); return figure?.querySelector('.main-svg'); })(
          document.querySelector('.jp-OutputArea div[id^=plot]'))""";

  /** Before that, it asks for a kernel. */
  private static final String CONNECTED =
      "document.querySelector('#jp-main-statusbar')?.textContent.includes('Java | Idle')";

  private static final String IDLE =
      "document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'";

  @Test
  void theFirstLabRunsAndItsFigureIsDrawn(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(Browser.isInstalled(), "There is no Chromium with its driver.");
    assumeTrue(isInstalled(), "There is no JupyterLab of version 4 or newer.");
    String lab = LabScript.labs().get(0);
    LabScript.run(
        folder,
        "cleared.log",
        "run",
        lab,
        "--clear",
        "--keep-edits",
        "--profile",
        "quick",
        "--out",
        folder.toString());
    try (var server = JupyterServer.on(folder, "--jupyterlab");
        Browser browser = Browser.open(1280, 1000)) {
      browser.go(server.addressInLab(lab));
      browser.until(CONNECTED, Duration.ofMinutes(2));
      browser.clickText("Run");
      browser.clickText("Run All Cells");
      browser.until("!(%s)".formatted(IDLE), Duration.ofSeconds(30));
      browser.until(IDLE, Duration.ofMinutes(5));
      browser.until(FIGURE_DRAWN, Duration.ofSeconds(30));
      browser.screenshot("jupyterlab");
      browser.control("s");
      assertEveryCellRan(folder.resolve(lab + ".ipynb"));
      browser.reload(); // which draws what was saved
      browser.until(FIGURE_DRAWN, Duration.ofMinutes(1));
      assertThat(browser.foreignRequests()).isEmpty();
    }
  }

  private static boolean isInstalled() throws IOException {
    Process doctor =
        new ProcessBuilder("environment/lab", "doctor").directory(LabScript.ROOT.toFile()).start();
    return new String(doctor.getInputStream().readAllBytes(), UTF_8).contains("jupyterlab ");
  }

  /** Waits until the notebook is saved, and looks for cells that did not run or failed. */
  private static void assertEveryCellRan(Path notebook) throws IOException, InterruptedException {
    String saved = Files.readString(notebook);
    for (int tries = 0; tries < 100 && saved.contains("\"execution_count\": null"); tries++) {
      Thread.sleep(200);
      saved = Files.readString(notebook);
    }
    assertThat(saved).doesNotContain("\"execution_count\": null");
    assertThat(saved).doesNotContain("\"output_type\": \"error\"");
  }
}
