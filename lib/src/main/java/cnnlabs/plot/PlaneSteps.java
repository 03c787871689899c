package cnnlabs.plot;

import cnnlabs.data.ImageDataset;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.event.EventHandler;

/**
 * What turns a figure of points into one with a slider, whose points show their images: Tablesaw's
 * figures have neither, so that this is written in JavaScript, which asks for no address.
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

  /** Milliseconds in which points move from one step to the next. */
  private static final int MOVE = 700;

  private static final String SCRIPT =
      """
      (function () {
        var plot = document.getElementById("%s");
        var steps = %s;
        plot.setAttribute("role", "group");
        plot.setAttribute("aria-label", steps.description);
        // Who asked for less motion sees points jump.
        if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
          steps.layout.sliders[0].steps.concat(steps.layout.updatemenus[0].buttons)
              .forEach(function (step) { step.args[1].transition.duration = 0; });
        }
        Plotly.relayout(plot, steps.layout);
        Plotly.addFrames(plot, steps.frames);

        // A card with a window over the sheet of all images.
        var card = document.createElement("div");
        var image = document.createElement("div");
        var text = document.createElement("div");
        card.appendChild(image);
        card.appendChild(text);
        plot.appendChild(card);
        plot.style.position = "relative";
        card.className = "cnnlabs-hover";
        card.style.cssText = "position:absolute;display:none;pointer-events:none;z-index:10;"
            + "padding:4px;border:1px solid #444;background:#fff;color:#000;font:12px sans-serif";
        image.style.cssText = "image-rendering:pixelated";
        image.style.width = steps.width + "px";
        image.style.height = steps.height + "px";
        image.style.backgroundImage = "url(" + steps.sheet + ")";
        image.style.backgroundSize =
            steps.columns * steps.width + "px " + steps.rows * steps.height + "px";
        plot.on("plotly_hover", function (hover) {
          var point = hover.points[0];
          var index = point.customdata;
          image.style.backgroundPosition = -(index %% steps.columns) * steps.width + "px "
              + -Math.floor(index / steps.columns) * steps.height + "px";
          text.textContent = steps.labels[index] + ", image " + index;
          card.style.display = "block";
          var frame = plot.getBoundingClientRect();
          var x = hover.event.clientX - frame.left;
          var y = hover.event.clientY - frame.top;
          var left = x + 14 + card.offsetWidth > frame.width ? x - 14 - card.offsetWidth : x + 14;
          card.style.left = Math.round(left) + "px";
          card.style.top = Math.round(Math.max(0, y - card.offsetHeight / 2)) + "px";
        });
        plot.on("plotly_unhover", function () { card.style.display = "none"; });
      })();
      """;

  private final Map<String, Object> content = new LinkedHashMap<>();

  /**
   * Prepares the steps.
   *
   * @param description the figure's, for readers who cannot see it
   * @param images those that the points' {@code customdata} counts
   */
  PlaneSteps(String description, List<Step> steps, ImageDataset images) {
    int scale = ImageGrids.scale(images, 112);
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
    content.put("sheet", sheet.dataAddress());
  }

  @Override
  public String asJavascript(String targetName, String divName) {
    try {
      return SCRIPT.formatted(divName, PlotlyText.json(content));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The steps hold what JSON does not know", e);
    }
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
    layout.put(
        "updatemenus",
        List.of(
            Map.of(
                "type",
                "buttons",
                "showactive",
                false,
                "x",
                0,
                "xanchor",
                "left",
                "y",
                0,
                "yanchor",
                "top",
                "pad",
                Map.of("t", 70),
                "buttons",
                List.of(playButton()))));
    return layout;
  }

  private static Map<String, Object> sliderStep(Step step) {
    String epoch = String.valueOf(step.epoch());
    return Map.of(
        "label", epoch, "method", "animate", "args", List.of(List.of(epoch), motion(Map.of())));
  }

  private static Map<String, Object> playButton() {
    var whole = new ArrayList<@Nullable Object>();
    whole.add(null); // All frames.
    whole.add(motion(Map.of("fromcurrent", true)));
    return Map.of("label", "Play", "method", "animate", "args", whole);
  }

  private static Map<String, Object> motion(Map<String, Object> more) {
    var motion = new LinkedHashMap<>(more);
    motion.put("mode", "immediate");
    motion.put("frame", Map.of("duration", 2 * MOVE, "redraw", true));
    motion.put("transition", Map.of("duration", MOVE, "easing", "cubic-in-out"));
    return motion;
  }
}
