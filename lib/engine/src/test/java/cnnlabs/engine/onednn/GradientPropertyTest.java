package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of random networks at the same parameters, against Deeplearning4j's. */
class GradientPropertyTest {

  private static final double TOLERANCE = 1e-5;

  @Property(tries = 80)
  void gradientsAreDeeplearning4js(@ForAll int seed) {
    check(RandomNetworks.draw(seed, false), seed, 1);
  }

  /** A normalization divides by what may be small, and so magnifies rounding in both. */
  @Property(tries = 40)
  void gradientsThroughBatchNormalizationAreDeeplearning4js(@ForAll int seed) {
    check(RandomNetworks.draw(seed, true), seed, 4);
  }

  private static void check(RandomNetworks drawn, int seed, double times) {
    MultiLayerNetwork network = Reference.network(drawn.configuration());
    var features = ClearOfKinks.find(network, ClearOfKinks.MARGIN, seed, drawn.batchShape());
    Assume.that(features.isPresent());
    int[] labels = Networks.labels(seed, (int) drawn.batchShape()[0], drawn.classes());
    assertThat(excess(network, features.orElseThrow(), labels, times)).isLessThanOrEqualTo(1);
  }

  /**
   * The error over what is granted. In double precision the reference is exact; in single precision
   * it has an error of its own, which is granted to us as well.
   */
  private static double excess(
      MultiLayerNetwork network, INDArray features, int[] labels, double times) {
    double[] actual;
    try (var executor = CompiledExecutor.of(network)) {
      actual = executor.gradient(features, labels).dup().data().asDouble();
    }
    double[] single = Reference.gradient(network, features, labels);
    double[] exact = Reference.gradient(Reference.inDouble(network), features, labels);
    double granted = Math.max(TOLERANCE, times * Difference.relative(network, single, exact));
    return Math.max(
        Difference.relative(network, actual, exact) / granted,
        Difference.relative(network, actual, single) / (2 * granted));
  }
}
