package cnnlabs.browser;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A notebook, open in the classic Jupyter Notebook. */
final class NotebookPage {

  /** What the notebook's model and its page hold, as the tests ask for it. */
  private static final String STATE =
      """
      const cells = Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code');
      const outputs = cells.flatMap(cell => cell.output_area.outputs);
      const text = output => [output.data && output.data['text/html'] || ''].flat().join('');
      const images = [...document.querySelectorAll('.output img')];
      return {
        cells: cells.length,
        executed: cells.filter(cell => typeof cell.input_prompt_number === 'number').length,
        failures: outputs.filter(output => output.output_type === 'error')
            .map(output => output.ename + ': ' + output.evalue),
        figures: outputs.filter(output => text(output).includes('Plot not drawn')).length,
        drawn: [...document.querySelectorAll('.output .js-plotly-plot')].filter(plot =>
            [...plot.querySelectorAll('.main-svg')].some(svg => svg.getBoundingClientRect().width > 200)).length,
        images: images.length,
        broken: images.filter(image => image.complete && !image.naturalWidth).length,
        unnamed: images.filter(image => !image.alt).length
      };
      """;

  /** Its reply, which numbers a cell, may overtake its outputs, which end when the kernel idles. */
  private static final String RUNNING =
      """
      Jupyter.notebook.get_cells().some(cell => cell.input_prompt_number === '*'
          || Jupyter.notebook.kernel._msg_callbacks[cell.last_msg_id]?.iopub_done === false)""";

  private final Browser browser;
  private final String address;

  NotebookPage(Browser browser, JupyterServer server, String notebook) {
    this.browser = browser;
    address = server.address(notebook);
  }

  /** Opens it, and waits for its kernel. */
  void open() throws InterruptedException {
    browser.go(address);
    awaitKernel();
  }

  void reload() throws InterruptedException {
    browser.reload();
    awaitKernel();
  }

  private void awaitKernel() throws InterruptedException {
    browser.until(
        "window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded"
            + " && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()",
        Duration.ofMinutes(1));
  }

  void runAll() {
    browser.evaluate("Jupyter.notebook.clear_all_output(); Jupyter.notebook.execute_all_cells();");
  }

  /** Waits until no cell runs any more. */
  void awaitEnd(Duration patience) throws InterruptedException {
    browser.until("!" + RUNNING, patience);
  }

  /** Adds a cell at the end, runs it, and returns what it shows as text. */
  String run(String source, Duration patience) throws InterruptedException {
    browser.evaluate(
        """
        const cell = Jupyter.notebook.insert_cell_at_bottom('code');
        cell.set_text(arguments[0]);
        cell.execute();
        """,
        source);
    awaitEnd(patience);
    return String.valueOf(
        browser.evaluate(
            """
            const cells = Jupyter.notebook.get_cells();
            const outputs = cells[cells.length - 1].output_area.outputs;
            return outputs.map(output => output.text || output.evalue || output.data['text/plain']).join('');
            """));
  }

  /** Presses the square button of the toolbar. */
  void stop() {
    browser.click("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']");
  }

  /** Presses the round arrow of the toolbar, and says yes. */
  void restart() throws InterruptedException {
    // At first it is still connected to the kernel that goes.
    browser.evaluate(
        """
        window.restarted = false;
        Jupyter.notebook.events.one('kernel_ready.Kernel', () => { window.restarted = true; });
        """);
    browser.click("button[data-jupyter-action='jupyter-notebook:confirm-restart-kernel']");
    String yes = ".modal.in .btn-danger";
    browser.until("document.querySelector('" + yes + "')", Duration.ofSeconds(10));
    Thread.sleep(500); // until the dialogue has moved into place
    browser.click(yes);
    browser.until("!document.querySelector('.modal')", Duration.ofSeconds(10));
    browser.until("window.restarted", Duration.ofMinutes(1));
  }

  /** Saves it, as the disk's picture in the toolbar does. */
  void save() {
    browser.await("Jupyter.notebook.save_notebook()");
  }

  /** Ends its kernel, which would else outlive the page: those of a dozen labs fill the memory. */
  void shutDown() {
    browser.await(
        "new Promise(done => Jupyter.notebook.session.delete(() => done(), () => done()))");
  }

  State state() {
    return new State((Map<?, ?>) browser.evaluate(STATE));
  }

  /** What a notebook shows. */
  record State(
      long cells,
      long executed,
      List<?> failures,
      long figures,
      long drawn,
      long images,
      long broken,
      long unnamed) {

    State(Map<?, ?> values) {
      this(
          number(values, "cells"),
          number(values, "executed"),
          (List<?>) Objects.requireNonNull(values.get("failures")),
          number(values, "figures"),
          number(values, "drawn"),
          number(values, "images"),
          number(values, "broken"),
          number(values, "unnamed"));
    }

    private static long number(Map<?, ?> values, String name) {
      return (Long) Objects.requireNonNull(values.get(name));
    }
  }
}
