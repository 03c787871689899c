package cnnlabs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.Mnist;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Our t-SNE beside scikit-learn's, on 200 stand-in digits.
 *
 * <p>{@code tsne-reference.csv} is scikit-learn 1.2.1's plane of the same points, made by {@code
 * TSNE(method='exact', init='pca', learning_rate='auto', perplexity=30, n_iter=1000,
 * min_grad_norm=0, n_iter_without_progress=1000, random_state=0)} and rounded to three decimals. It
 * gave a divergence of 0.82846.
 */
class TsneReferenceTest {

  private static final double REFERENCE_DIVERGENCE = 0.82846;

  private final ImageDataset digits = Mnist.standIn(1, 200, 1).test();
  private final double[][] points =
      IntStream.range(0, digits.size()).mapToObj(this::pixels).toArray(double[][]::new);

  private double[] pixels(int image) {
    var bytes = new byte[digits.shape().volume()];
    digits.copyPixels(image, bytes, 0);
    return IntStream.range(0, bytes.length).mapToDouble(i -> (bytes[i] & 0xff) / 255.0).toArray();
  }

  private static double[][] reference() throws IOException {
    try (InputStream in = TsneReferenceTest.class.getResourceAsStream("tsne-reference.csv")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }
  }

  @Test
  void theReferencesPlaneHasTheDivergenceThatTheReferenceGaveIt() throws IOException {
    var position = new double[2][points.length];
    double[][] plane = reference();
    for (int i = 0; i < points.length; i++) {
      position[0][i] = plane[i][0];
      position[1][i] = plane[i][1];
    }
    assertThat(new Forces(Affinities.of(points, 30)).divergence(position))
        .isCloseTo(REFERENCE_DIVERGENCE, within(1e-4));
  }

  @Test
  void ourPlaneIsAsGoodAsTheReferences() throws IOException {
    Tsne ours = Tsne.of(points, Tsne.Options.defaults(), iteration -> {});
    assertThat(ours.divergence()).isCloseTo(REFERENCE_DIVERGENCE, within(0.02));
    double agreement = ClassSeparation.neighbourAgreement(ours.plane(), digits.labels(), 10);
    double expected = ClassSeparation.neighbourAgreement(reference(), digits.labels(), 10);
    // One standard error of a share of 200 points is 3 to 4 points; chance is 0.1.
    assertThat(expected).isGreaterThan(0.3);
    assertThat(agreement).isGreaterThan(expected - 0.04);
  }
}
