package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.SampleImages;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Provenance;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tech.tablesaw.plotly.components.Figure;

class LatentPlotsTest {

  private static final ImageDataset IMAGES = SampleImages.images(40, 1);

  /** At epoch 0 anywhere, at epoch 20 each class in a corner of its own. */
  private static SortedMap<Integer, double[][]> planes(ImageDataset images) {
    var random = new Random(1);
    var planes = new TreeMap<Integer, double[][]>();
    planes.put(0, plane(images, (label, axis) -> 8 * random.nextDouble() - 4));
    planes.put(20, plane(images, (label, axis) -> (label >> axis & 1) + random.nextDouble() / 100));
    return planes;
  }

  private interface Coordinate {
    double of(int label, int axis);
  }

  private static double[][] plane(ImageDataset images, Coordinate coordinate) {
    return IntStream.of(images.labels())
        .mapToObj(label -> new double[] {coordinate.of(label, 0), coordinate.of(label, 1)})
        .toArray(double[][]::new);
  }

  private static Figure figure() {
    return LatentPlots.steps("t-SNE of pool3", IMAGES, planes(IMAGES), 30);
  }

  /** What the page's script is told. */
  private static JsonNode told(Figure figure) throws IOException {
    var json =
        Pattern.compile("getElementById\\(\"[^\"]*\"\\), (\\{.*})\\);\n")
            .matcher(figure.asJavascript("here"));
    assertThat(json.find()).isTrue();
    return new ObjectMapper().readTree(json.group(1));
  }

  private static List<PlotlyTrace> traces(Figure figure) {
    return List.of(figure.getTraces()).stream().map(PlotlyTrace.class::cast).toList();
  }

  @Test
  void aClassIsATraceWithAColourAndASymbolOfItsOwn() {
    List<PlotlyTrace> traces = traces(figure());
    assertThat(traces).extracting(PlotlyTrace::name).isEqualTo(IMAGES.classNames());
    assertThat(traces)
        .extracting(trace -> marker(trace, "symbol"))
        .containsExactly("circle", "square", "diamond", "cross");
    assertThat(traces).extracting(trace -> marker(trace, "color")).doesNotHaveDuplicates();
    assertThat(points(traces.get(2)))
        .isEqualTo(IntStream.range(0, 30).filter(i -> IMAGES.label(i) == 2).toArray());
  }

  private static String marker(PlotlyTrace trace, String attribute) {
    return String.valueOf(((Map<?, ?>) attribute(trace, "marker")).get(attribute));
  }

  /** Which images a trace's points are. */
  private static int[] points(PlotlyTrace trace) {
    return ((List<?>) attribute(trace, "customdata"))
        .stream().mapToInt(point -> (Integer) point).toArray();
  }

  private static Object attribute(PlotlyTrace trace, String name) {
    return Objects.requireNonNull(trace.attributes().get(name));
  }

  @Test
  void seventyClassesCanBeToldApart() {
    var images =
        ImageDataset.of(
            Provenance.standIn("many", 1),
            new ImageShape(1, 1, 1),
            IntStream.range(0, 70).mapToObj(label -> "class " + label).toList(),
            new byte[70],
            bytes(IntStream.range(0, 70).toArray()));
    var plane = new TreeMap<Integer, double[][]>();
    plane.put(1, new double[70][2]);
    var looks = new HashSet<Object>();
    traces(LatentPlots.steps("many", images, plane, 70))
        .forEach(trace -> looks.add(trace.attributes().get("marker")));
    assertThat(looks).hasSize(70);
  }

  private static byte[] bytes(int[] values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void eachEpochIsAStepThatMovesTheSamePoints() throws IOException {
    Figure figure = figure();
    JsonNode steps = told(figure).at("/layout/sliders/0/steps");
    assertThat(steps.findValuesAsText("label")).containsExactly("0", "20");
    assertThat(steps.at("/1/method").asText()).isEqualTo("animate");
    assertThat(steps.at("/1/args/0/0").asText()).isEqualTo("20");
    JsonNode frames = told(figure).get("frames");
    assertThat(frames.findValuesAsText("name")).containsExactly("0", "20");
    assertThat(frames.at("/1/traces")).hasSize(4);
    for (int trace = 0; trace < 4; trace++) {
      int[] points = points(traces(figure).get(trace));
      assertThat(frames.at("/0/data/" + trace + "/x").size()).isEqualTo(points.length);
      double x = Objects.requireNonNull(planes(IMAGES).get(20))[points[0]][0];
      assertThat(frames.at("/1/data/" + trace + "/x/0").asDouble())
          .isEqualTo(Math.rint(100 * x) / 100);
    }
    assertThat(frames.at("/0/data/3/y"))
        .isEqualTo(new ObjectMapper().valueToTree(traces(figure).get(3).attributes().get("y")));
  }

  @Test
  void aStepsTitleHasTheAgreementOfAllImages() throws IOException {
    JsonNode told = told(figure());
    assertThat(told.at("/frames/1/layout/title/text").asText())
        .isEqualTo(
            "t-SNE of pool3 (quarters stand-in)<br>epoch 20: 100.0 % of 40 images lie among their own class");
    assertThat(told.at("/layout/title/text").asText()).contains("epoch 0: ");
    assertThat(told.get("description").asText())
        .startsWith(
            "t-SNE of pool3: 30 images of quarters stand-in as points, with a slider over 2")
        .endsWith("100.0 % at epoch 20.");
  }

  @Test
  void theAxesHaveOneRangeInAllStepsThatHoldsEveryPoint() throws IOException {
    String script = figure().asJavascript("here");
    var range = Pattern.compile("range: \\[\"(\\S+)\",\"(\\S+)\"]").matcher(script);
    assertThat(range.results().map(found -> Double.valueOf(found.group(2))))
        .hasSize(2)
        .allMatch(bound -> bound > 3.5 && bound <= 4.2);
    assertThat(script)
        .contains("first coordinate", "second coordinate", "width: 760", "height: 760");
    assertThat(told(figure()).at("/frames/1/layout").has("xaxis")).isFalse();
  }

  @Test
  void aPointShowsItsImageAndAsksForNoAddress() throws IOException {
    JsonNode told = told(figure());
    assertThat(told.get("labels")).hasSize(30);
    assertThat(told.at("/labels/3").asText()).isEqualTo(IMAGES.classNames().get(IMAGES.label(3)));
    // 16 pixels, seven times as large.
    assertThat(told.get("width").asInt()).isEqualTo(112);
    assertThat(told.get("height").asInt()).isEqualTo(112);
    assertThat(figure().asJavascript("here"))
        .contains("plotly_hover", "image-rendering:pixelated", "aria-label")
        .doesNotContain("http");
  }

  @Test
  void theSheetHoldsEachImageToThePixel() throws IOException {
    for (int channels : new int[] {1, 3}) {
      var shape = new ImageShape(channels, 5, 4);
      byte[] pixels = new byte[7 * shape.volume()];
      new Random(channels).nextBytes(pixels);
      var images =
          ImageDataset.of(
              Provenance.standIn("noise", 1), shape, List.of("any"), pixels, new byte[7]);
      SpriteSheet sheet = SpriteSheet.of(images);
      BufferedImage read = decoded(Png.address(sheet.picture()));
      assertThat(List.of(sheet.columns(), sheet.rows())).containsExactly(3, 3);
      assertThat(List.of(read.getWidth(), read.getHeight())).containsExactly(12, 15);
      for (int i = 0; i < 7; i++) {
        int[] found = read.getData().getPixels(i % 3 * 4, i / 3 * 5, 4, 5, new int[shape.volume()]);
        assertThat(found)
            .isEqualTo(images.image(i).getData().getPixels(0, 0, 4, 5, new int[shape.volume()]));
      }
    }
  }

  private static BufferedImage decoded(String address) throws IOException {
    assertThat(address).startsWith("data:image/png;base64,");
    byte[] png = Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  @Test
  void namesAreTextAndNothingElse() throws IOException {
    var images =
        ImageDataset.of(
            Provenance.standIn("a < b", 1),
            new ImageShape(1, 1, 1),
            List.of("</script><b>", "\"'&"),
            new byte[4],
            new byte[] {0, 1, 0, 1});
    var plane = new TreeMap<Integer, double[][]>();
    plane.put(1, new double[][] {{0, 0}, {1, 1}, {0, 1}, {1, 0}});
    Figure figure = LatentPlots.steps("<i>", images, plane, 4);
    assertThat(traces(figure))
        .extracting(trace -> attribute(trace, "name"))
        .containsExactly("&lt;/script&gt;&lt;b&gt;", "\"'&amp;"); // Plotly knows no &quot;.
    // On the card they are text, and need no escape.
    assertThat(told(figure).at("/labels/0").asText()).isEqualTo("</script><b>");
    assertThat(told(figure).at("/layout/title/text").asText())
        .startsWith("&lt;i&gt; (a &lt; b stand-in)<br>");
    String script = figure.asJavascript("here").strip();
    assertThat(script.indexOf("</script>")).isEqualTo(script.length() - "</script>".length());
    assertThat(script).doesNotContain("<b>", "<i>");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SortedMap<Integer, double[][]> planes = planes(IMAGES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentPlots.steps("none", IMAGES, new TreeMap<>(), 3))
        .withMessageContaining("give one epoch at least");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentPlots.steps("few", IMAGES.take(39), planes, 3))
        .withMessage("The plane of epoch 0 has 40 points, but there are 39 images.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatentPlots.steps("many", IMAGES, planes, 41))
        .withMessage("drawn must be 1 to 40, but is 41");
  }
}
