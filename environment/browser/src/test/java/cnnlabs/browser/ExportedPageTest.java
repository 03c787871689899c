package cnnlabs.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that {@code lab run} writes shows the same without a network, on any screen. */
class ExportedPageTest {

  private static final int PHONE = 390; // pixels
  private static final int PROJECTOR = 1920;

  private static final String FIGURES = "document.querySelectorAll('div[id^=plot]').length";
  private static final String DRAWN =
      "document.querySelectorAll('div[id^=plot].js-plotly-plot .main-svg:first-child').length";

  @Test
  void thePageIsWholeOnAPhoneAndOnAProjectorInLightAndDark(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(Browser.isInstalled(), "There is no Chromium with its driver.");
    LabScript.run(folder, "exported.log", "run", "00", "--out", folder.toString());
    String page = folder.resolve("00-welcome.html").toUri().toString();
    for (int width : new int[] {PHONE, PROJECTOR}) {
      byte[] light = shown(page, width, false);
      byte[] dark = shown(page, width, true);
      assertThat(dark).as("the page in the dark, %d pixels wide", width).isEqualTo(light);
    }
  }

  private static byte[] shown(String page, int width, boolean dark)
      throws IOException, InterruptedException {
    try (Browser browser = Browser.open(width, 1000)) {
      browser.preferDark(dark);
      browser.go(page);
      browser.until("%s > 0 && %1$s === %s".formatted(FIGURES, DRAWN), Duration.ofSeconds(30));
      assertThat(
              (Boolean)
                  browser.evaluate(
                      "return [...document.images].every(image => image.naturalWidth);"))
          .isTrue();
      assertThat((Long) browser.evaluate("return document.documentElement.scrollWidth;"))
          .as("pixels from left to right")
          .isLessThanOrEqualTo(width);
      assertThat(browser.errors()).isEmpty();
      assertThat(browser.foreignRequests()).isEmpty();
      browser.screenshot("page-%d-%s".formatted(width, dark ? "dark" : "light"));
      return browser.screenshot();
    }
  }
}
