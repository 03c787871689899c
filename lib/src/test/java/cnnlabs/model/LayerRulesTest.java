package cnnlabs.model;

import static cnnlabs.model.Activation.RELU;
import static cnnlabs.model.Layers.averagePool;
import static cnnlabs.model.Layers.conv;
import static cnnlabs.model.Layers.dense;
import static cnnlabs.model.Layers.maxPool;
import static cnnlabs.model.Layers.paddedConv;
import static cnnlabs.model.Layers.spatialDropout;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.data.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

/** What no network can be is said in the field's terms, where its configuration is made. */
class LayerRulesTest {

  private static MultiLayerConfiguration configuration(Architecture architecture) {
    return Networks.configuration(
        architecture, new ImageShape(3, 32, 32), 10, Loss.CROSS_ENTROPY, new Sgd(0.01), 0, 1);
  }

  private static ThrowableAssertAlternative<IllegalArgumentException> refused(Layer... layers) {
    return assertThatIllegalArgumentException()
        .isThrownBy(() -> configuration(input -> Arrays.asList(layers)))
        .withMessageStartingWith("The layers of 'own network' do not fit images of");
  }

  @Test
  void twoLayersOfOneName() {
    refused(dense("a", 10, RELU), dense("a", 10, RELU))
        .withMessageContaining("two layers have the name 'a'; give each a name of its own");
  }

  @Test
  void aHiddenLayerNamedAsTheOutput() {
    refused(dense("output", 10, RELU))
        .withMessageContaining("the name 'output' is that of the output layer");
  }

  @Test
  void aLineBreakInAName() {
    refused(dense("a\nb", 10, RELU)).withMessageContaining("'a?b' holds a line break");
  }

  @Test
  void anOutputLayerAmongTheHiddenOnes() {
    refused(new OutputLayer.Builder().name("mine").nOut(10).build())
        .withMessageContaining("layer 'mine' (OutputLayer) is no hidden layer; leave it out");
  }

  @Test
  @SuppressWarnings("NullAway") // A reader's list is not checked.
  void aNullLayer() {
    refused(dense("a", 10, RELU), null).withMessageContaining("layer 2 of 2 is null; leave it out");
  }

  @Test
  @SuppressWarnings("NullAway") // A reader's lambda is not checked.
  void noListAtAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> configuration(input -> null))
        .withMessageContaining("hiddenLayers gives no list; return List.of()");
  }

  @Test
  void denseBeforeWhatTakesMaps() {
    for (Layer behind :
        List.of(
            conv("b", 4, 3, RELU), maxPool("b"), averagePool("b", 2), spatialDropout("b", 0.5))) {
      refused(dense("a", 10, RELU), behind)
          .withMessageContaining("layer 'b' (")
          .withMessageContaining("takes maps, but behind the dense layer 'a' there are none")
          .withMessageContaining("put dense layers behind the last of those");
    }
  }

  @Test
  void aKernelWhoseOuterWeightsSeeNothingButPadding() {
    refused(paddedConv("wide", 4, 501, RELU))
        .withMessageContaining("layer 'wide' has a kernel of 501 x 501 for maps of 32 x 32 pixels")
        .withMessageContaining("at most 63 x 63");
    refused(maxPool("pool"), paddedConv("wide", 4, 33, RELU))
        .withMessageContaining("maps of 16 x 16 pixels")
        .withMessageContaining("at most 31 x 31");
    assertThatCode(() -> configuration(input -> List.of(paddedConv("wide", 4, 63, RELU))))
        .doesNotThrowAnyException();
  }

  @Test
  void aKernelLargerThanTheImage() {
    refused(conv("wide", 4, 33, RELU)).withMessageContaining("layer 'wide'");
  }

  @Test
  void aNetworkTooBigForAnyMemoryIsRefusedBeforeItIsMade() {
    MultiLayerConfiguration huge =
        configuration(input -> List.of(dense("huge", 1_000_000_000, RELU)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Networks.initialize(huge))
        .withMessageContaining("parameters")
        .withMessageContaining("Layer 'huge'");
  }
}
