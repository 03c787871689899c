package cnnlabs.notebook;

import cnnlabs.plot.TextResource;
import java.util.UUID;
import tech.tablesaw.plotly.components.Figure;

/**
 * Figures as HTML that draws itself without the network: in the classic notebook, in JupyterLab, in
 * VS Code and in an exported page.
 */
final class PlotlyHtml {

  private static final String LIBRARY =
      "/META-INF/resources/webjars/plotly.js/1.54.1/dist/plotly-cartesian.min.js";

  private PlotlyHtml() {}

  /**
   * The drawing library, to be sent once a notebook, and the drawing of all figures that came
   * before it.
   *
   * <p>The classic notebook has require.js, whose {@code define} the library would call instead of
   * setting {@code window.Plotly}; JupyterLab and Notebook 7 have a MathJax newer than the one that
   * the library knows, on which it fails. Parameters of the same names hide both.
   */
  static String loader() {
    return """
        <script>
        (function () {
          if (!window.Plotly) {
            (function (define, module, exports, require, MathJax) {
        %s
            }).call(window);
          }
          (window.cnnlabsPlots || []).forEach(function (draw) { draw(); });
          window.cnnlabsPlots = [];
        })();
        </script>
        """
        .formatted(TextResource.read(LIBRARY).replace("</script", "<\\/script"));
  }

  /** One figure: it draws at once if the library is there, else as soon as it comes. */
  static String figure(Figure figure) {
    String id =
        "plot" + UUID.randomUUID().toString().replace("-", ""); // a part of a JavaScript name
    String script = inScript(figure.asJavascript(id));
    // The inner function keeps what Tablesaw declares from colliding with the next figure's.
    return """
        <div id="%1$s">Plot not drawn: trust this notebook or run the set-up cell.</div>
        <script>
        (function () {
          function draw() {
            var place = document.getElementById("%1$s");
            if (!place) return; // its cell has been run again
            place.textContent = "";
            (function () {
        %2$s
            })();
          }
          if (window.Plotly) draw();
          else (window.cnnlabsPlots = window.cnnlabsPlots || []).push(draw);
        })();
        </script>
        """
        .formatted(id, script);
  }

  /**
   * The script in Tablesaw's element, with nothing that could end ours: some texts, such as those
   * of ticks, have their tags still. In a text, a backslash before a slash changes nothing.
   */
  private static String inScript(String element) {
    String script = element.strip();
    return script
        .substring("<script>".length(), script.length() - "</script>".length())
        .strip()
        .replace("</", "<\\/")
        .replace("<!--", "<\\!--");
  }
}
