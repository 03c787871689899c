package cnnlabs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalComponentsTest {

  private static double[][] random(int points, int dimensions) {
    var random = new Random(1);
    return IntStream.range(0, points)
        .mapToObj(
            i ->
                IntStream.range(0, dimensions)
                    .mapToDouble(d -> 3 + random.nextGaussian() * (d + 1))
                    .toArray())
        .toArray(double[][]::new);
  }

  private static double squaredDistance(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(d -> (a[d] - b[d]) * (a[d] - b[d])).sum();
  }

  /** Few points of many dimensions take another way than many points of few. */
  @ParameterizedTest
  @CsvSource({"30, 6", "6, 30"})
  void allComponentsKeepEveryDistance(int points, int dimensions) {
    double[][] values = random(points, dimensions);
    double[][] components = PrincipalComponents.of(values, 6);
    for (int i = 0; i < points; i++) {
      double expected = squaredDistance(values[0], values[i]);
      assertThat(squaredDistance(components[0], components[i]))
          .isCloseTo(expected, within(1e-6 * expected + 1e-6));
    }
  }

  @ParameterizedTest
  @CsvSource({"30, 6", "6, 30"})
  void componentsAreCentredUncorrelatedAndTheLargestFirst(int points, int dimensions) {
    double[][] components = PrincipalComponents.of(random(points, dimensions), 4);
    double before = Double.POSITIVE_INFINITY;
    for (int a = 0; a < 4; a++) {
      int first = a;
      assertThat(IntStream.range(0, points).mapToDouble(i -> components[i][first]).sum())
          .isCloseTo(0, within(1e-5));
      double variance =
          IntStream.range(0, points).mapToDouble(i -> Math.pow(components[i][first], 2)).sum();
      assertThat(variance).isLessThanOrEqualTo(before);
      before = variance;
      for (int b = 0; b < a; b++) {
        int second = b;
        assertThat(
                IntStream.range(0, points)
                    .mapToDouble(i -> components[i][first] * components[i][second])
                    .sum())
            .isCloseTo(0, within(1e-5 * variance));
      }
    }
  }
}
