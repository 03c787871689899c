package cnnlabs.model;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.data.ImageShape;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class NetworkDiagramTest {

  private static final ImageShape CIFAR = new ImageShape(3, 32, 32);

  private static Document parsed(Architecture architecture) throws Exception {
    String svg = NetworkDiagram.of(architecture, CIFAR, 10).svg();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> elements(Document document, String tag) {
    var nodes = document.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static List<String> texts(Document document) {
    return elements(document, "text").stream().map(Element::getTextContent).toList();
  }

  @Test
  void eachLayerStandsWithItsKernelStrideShapeAndParameters() throws Exception {
    assertThat(texts(parsed(LeNet5.of(Activation.TANH))))
        .containsSubsequence("image", "3x32x32")
        .containsSubsequence("conv1", "convolution", "5x5, tanh", "6 x 28 x 28", "456")
        .containsSubsequence("pool1", "max pooling", "2x2, stride 2", "6 x 14 x 14", "conv2")
        .containsSubsequence("dense1", "dense, tanh", "120 units", "48,120", "parameters")
        .containsSubsequence("output", "dense, softmax", "10 units", "850");
  }

  @Test
  void sheetsShrinkAsTheMapsDo() throws Exception {
    List<Double> heights =
        elements(parsed(LeNet5.of(Activation.TANH)), "rect").stream()
            .map(rectangle -> Double.valueOf(rectangle.getAttribute("height")))
            .distinct()
            .limit(5)
            .toList();
    // 32, 28, 14, 10 and 5 pixels, 60 for the image.
    assertThat(heights).containsExactly(60.0, 52.5, 26.3, 18.8, 9.4);
  }

  @Test
  void aLongNetworkWrapsAndNothingLiesOutsideOfTheDrawing() throws Exception {
    Document document = parsed(FiveConvolutions.of(Activation.RELU));
    String[] box = document.getDocumentElement().getAttribute("viewBox").split(" ", -1);
    double width = Double.parseDouble(box[2]);
    double height = Double.parseDouble(box[3]);
    assertThat(width).isEqualTo(760);
    var shapes = new ArrayList<>(elements(document, "rect"));
    shapes.addAll(elements(document, "text"));
    assertThat(shapes)
        .allSatisfy(
            shape -> {
              assertThat(Double.parseDouble(shape.getAttribute("x"))).isBetween(0.0, width);
              assertThat(Double.parseDouble(shape.getAttribute("y"))).isBetween(0.0, height);
            });
    List<String> rows =
        elements(document, "text").stream()
            .filter(text -> text.hasAttribute("font-weight"))
            .map(text -> text.getAttribute("y"))
            .distinct()
            .toList();
    assertThat(rows).hasSize(2);
  }

  @Test
  void namesAreEscaped() throws Exception {
    Architecture odd = input -> List.of(Layers.dense("a <b> & \"c\"", 4, Activation.RELU));
    assertThat(texts(parsed(odd))).contains("a <b> & \"c\"");
    assertThat(parsed(odd).getDocumentElement().getAttribute("aria-label"))
        .contains("a <b> & \"c\"");
  }

  @Test
  void theDescriptionNamesEveryLayerForThoseWhoCannotSeeIt() {
    var diagram = NetworkDiagram.of(LeNet5.of(Activation.TANH), CIFAR, 10);
    assertThat(Arrays.asList(diagram.toString().split("; ", -1)))
        .hasSize(1 + diagram.summary().rows().size())
        .contains("conv2 (convolution 5x5, tanh) to 16 x 10 x 10");
  }
}
