package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.plotly.event.EventHandler;

/**
 * What turns a figure of points into one with a slider, whose points show their images: Tablesaw's
 * figures have neither, so that a script of ours does it, which asks for no address.
 */
final class PlaneSteps implements EventHandler {

  /**
   * A step of the slider.
   *
   * @param agreement a fraction
   * @param title above the figure, in Plotly's HTML
   * @param positions by trace, the attributes {@code x} and {@code y}
   */
  record Step(int epoch, double agreement, String title, List<Map<String, Object>> positions) {

    Step {
      positions = List.copyOf(positions);
    }
  }

  private static final String SCRIPT = TextResource.read("/cnnlabs/plot/plane-steps.js").strip();

  private final Map<String, Object> content = new LinkedHashMap<>();

  /**
   * Of at least one step.
   *
   * @param description the figure's, for readers who cannot see it
   * @param images those that the points' {@code customdata} counts
   */
  PlaneSteps(String description, List<Step> steps, ImageDataset images) {
    int scale = Canvas.scale(images, 112);
    SpriteSheet sheet = SpriteSheet.of(images);
    content.put("description", description);
    content.put("layout", layout(steps));
    content.put("frames", steps.stream().map(PlaneSteps::frame).toList());
    content.put(
        "labels", IntStream.of(images.labels()).mapToObj(images.classNames()::get).toList());
    content.put("width", images.shape().width() * scale);
    content.put("height", images.shape().height() * scale);
    content.put("columns", sheet.columns());
    content.put("rows", sheet.rows());
    content.put("sheet", Png.address(sheet.picture()));
  }

  @Override
  public String asJavascript(String targetName, String divName) {
    return "%s(document.getElementById(\"%s\"), %s);\n"
        .formatted(SCRIPT, divName, PlotlyText.json(content));
  }

  private static Map<String, Object> frame(Step step) {
    return Map.of(
        "name", String.valueOf(step.epoch()),
        "data", step.positions(),
        "traces", IntStream.range(0, step.positions().size()).toArray(),
        "layout", title(step));
  }

  private static Map<String, Object> title(Step step) {
    return Map.of("title", Map.of("text", step.title(), "font", Map.of("size", 15)));
  }

  private static Map<String, Object> layout(List<Step> steps) {
    var layout = new LinkedHashMap<>(title(steps.get(0)));
    layout.put(
        "sliders",
        List.of(
            Map.of(
                "steps", steps.stream().map(PlaneSteps::sliderStep).toList(),
                "currentvalue", Map.of("prefix", "epoch "),
                "pad", Map.of("t", 50, "l", 70))));
    return layout;
  }

  private static Map<String, Object> sliderStep(Step step) {
    String epoch = String.valueOf(step.epoch());
    return Map.of("label", epoch, "method", "animate", "args", List.of(List.of(epoch)));
  }
}
