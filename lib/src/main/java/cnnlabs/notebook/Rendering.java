package cnnlabs.notebook;

import java.util.Map;
import java.util.function.Function;

/**
 * How the library's values, and Tablesaw's, show themselves as the last line of a cell.
 *
 * <p>The kernel knows nothing of the library: it finds this class by its name, which {@code
 * META-INF/services/cnnlabs.rendering} has.
 */
public final class Rendering implements Function<Object, Map<String, String>> {

  /**
   * The forms of a value.
   *
   * @return the forms by MIME type, {@code text/plain} among them; empty where its text is all
   */
  @Override
  public Map<String, String> apply(Object value) {
    return Output.ofLastLine(value)
        .map(output -> Map.of("text/html", output.html(), "text/plain", output.text()))
        .orElse(Map.of());
  }
}
