package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingTest {
  private final Renderer renderer = new Renderer();
  private final Rendering rendering = new Rendering(renderer);
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

  /** A value of a library. */
  record Report(String title) {}

  /** How the library shows it. */
  public static final class ReportForms implements Function<Object, Map<String, String>> {
    @Override
    public Map<String, String> apply(Object value) {
      return value instanceof Report report
          ? Map.of("text/html", "<h1>" + report.title() + "</h1>")
          : Map.of();
    }
  }

  @BeforeEach
  void showStrings() {
    Text.registerAll(renderer);
  }

  @AfterEach
  void restoreLoader() {
    Thread.currentThread().setContextClassLoader(loader);
  }

  private void library(Path folder, String name) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve("cnnlabs.rendering"), name + "\n");
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {folder.toUri().toURL()}, loader));
  }

  private Object form(Object value, String type) {
    return rendering.as(value, List.of(type)).getData(MIMEType.parse(type));
  }

  @Test
  void jsonIsNoString() {
    assertThat(form("{\"a\": [1, true]}", "application/json")).hasToString("{\"a\":[1,true]}");
    assertThat(form("{\"a\": 1}", "application/json")).isNotInstanceOf(String.class);
    assertThat(form("{\"a\": 1}", "application/vnd.vega.v5+json")).isNotInstanceOf(String.class);
    assertThat(form(Map.of("a", List.of(1)), "application/json")).hasToString("{\"a\":[1]}");
    DisplayData own = new DisplayData("text");
    own.putJSON("[1]");
    assertThat(rendering.best(own).getData(MIMEType.APPLICATION_JSON))
        .hasToString("[1]")
        .isNotInstanceOf(String.class);
  }

  @Test
  void whatIsNoJsonIsRefused() {
    for (String text : List.of("{", "hello", "{} {}", "")) {
      assertThatThrownBy(() -> form(text, "application/json"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot be shown as application/json");
    }
  }

  @Test
  void bytesAreAnImage() {
    byte[] bytes = {(byte) 0x89, 'P', 'N', 'G'};
    assertThat(form(bytes, "image/png")).isEqualTo("iVBORw==");
    assertThat(rendering.as(bytes, List.of("image/png")).getData(MIMEType.TEXT_PLAIN))
        .isEqualTo("[-119, 80, 78, 71]");
  }

  @Test
  void aTypeThatNoFrontEndShowsIsRefused() {
    for (String type : List.of("text/htlm", "html", "text html")) {
      assertThatThrownBy(() -> form("<b>", type))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("No front end shows '" + type + "': give one of text/plain, text/");
    }
  }

  @Test
  void aFormThatAValueHasNotIsRefused() {
    assertThatThrownBy(() -> form(42, "image/png"))
        .hasMessage(
            "A java.lang.Integer cannot be shown as image/png: give the file's bytes as byte[].");
    assertThatThrownBy(() -> form(42, "text/html"))
        .hasMessage("A java.lang.Integer cannot be shown as text/html: give a String.");
  }

  @Test
  void longHtmlIsNotSentTwice() {
    DisplayData data = rendering.as("x".repeat(1000), List.of("text/html"));
    assertThat(data.getData(MIMEType.TEXT_PLAIN)).asString().hasSize(203);
  }

  @Test
  void aLibraryRendersItsOwnValues(@TempDir Path folder) throws IOException {
    Report report = new Report("R1");
    assertThat(rendering.best(report).hasDataForType(MIMEType.TEXT_HTML)).isFalse();
    library(folder, ReportForms.class.getName());
    assertThat(rendering.best(report).getData(MIMEType.TEXT_HTML)).isEqualTo("<h1>R1</h1>");
    assertThat(rendering.best(report).getData(MIMEType.TEXT_PLAIN)).isEqualTo("Report[title=R1]");
    assertThat(form(report, "text/html")).isEqualTo("<h1>R1</h1>");
    assertThat(rendering.best("text").hasDataForType(MIMEType.TEXT_HTML)).isFalse();
  }

  @Test
  void aLibraryThatNamesNoClassIsNamed(@TempDir Path folder) throws IOException {
    library(folder, "no.such.Forms");
    assertThatThrownBy(() -> rendering.best(new Report("R1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'no.such.Forms', which META-INF/services/cnnlabs.rendering names");
  }
}
