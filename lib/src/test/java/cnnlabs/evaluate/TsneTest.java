package cnnlabs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TsneTest {

  private static final int CLASSES = 4;
  private static final int[] LABELS = IntStream.range(0, 160).map(i -> i % CLASSES).toArray();
  private static final Tsne.Options SHORT = new Tsne.Options(10, 1000);

  /** A cloud for each class, around a corner of its own. */
  private static double[][] clouds(double spread) {
    var random = new Random(1);
    return Arrays.stream(LABELS)
        .mapToObj(
            label ->
                IntStream.range(0, 12)
                    .mapToDouble(d -> (d == label ? 1 : 0) + spread * random.nextGaussian())
                    .toArray())
        .toArray(double[][]::new);
  }

  private static Tsne embedded(double[][] points) {
    return Tsne.of(points, SHORT, iteration -> {});
  }

  @Test
  void cloudsStayTogetherAndApartFromOthers() {
    Tsne tsne = embedded(clouds(0.1));
    assertThat(ClassSeparation.neighbourAgreement(tsne.plane(), LABELS, 10)).isEqualTo(1);
    assertThat(ClassSeparation.silhouette(tsne.plane(), LABELS)).isGreaterThan(0.5);
  }

  @Test
  void whatHasNoClustersGetsNone() {
    var random = new Random(2);
    double[][] noise =
        IntStream.range(0, 160)
            .mapToObj(i -> random.doubles(12).toArray())
            .toArray(double[][]::new);
    assertThat(ClassSeparation.silhouette(embedded(noise).plane(), LABELS)).isLessThan(0.1);
  }

  @Test
  void theSamePointsGiveTheSamePlaneToTheBit() {
    double[][] points = clouds(0.5);
    assertThat(embedded(points).plane()).isDeepEqualTo(embedded(points).plane());
  }

  @Test
  void aPlaneThatStartsFromAnotherKeepsItsArrangement() {
    double[][] points = clouds(0.1);
    double[][] before = embedded(points).plane();
    double[][] turned =
        Arrays.stream(before)
            .map(point -> new double[] {-point[1], point[0]})
            .toArray(double[][]::new);
    double[][] after = Tsne.of(points, SHORT, turned, iteration -> {}).plane();
    // A plane that starts from the components lies a quarter of a turn away: 0.
    assertThat(cosine(after, turned)).isGreaterThan(0.9);
  }

  @Test
  void pointsThatMovedALittleKeepTheirPlacesAndFindTheirNeighbours() {
    double[][] before = embedded(clouds(0.2)).plane();
    Tsne after = Tsne.of(clouds(0.1), SHORT, before, iteration -> {});
    assertThat(cosine(after.plane(), before)).isGreaterThan(0.9);
    assertThat(ClassSeparation.neighbourAgreement(after.plane(), LABELS, 10)).isEqualTo(1);
  }

  /** Of the angle between two planes, each taken as one vector of all its coordinates. */
  private static double cosine(double[][] one, double[][] other) {
    return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
  }

  private static double dot(double[][] one, double[][] other) {
    return IntStream.range(0, one.length)
        .mapToDouble(i -> one[i][0] * other[i][0] + one[i][1] * other[i][1])
        .sum();
  }

  @Test
  void aSequenceStartsEachPlaneFromTheOneBefore() {
    List<double[][]> moments = List.of(clouds(0.5), clouds(0.1));
    var told = new ArrayList<Integer>();
    List<Tsne> planes = Tsne.sequence(moments, SHORT, told::add);
    assertThat(planes.get(0).plane()).isDeepEqualTo(embedded(moments.get(0)).plane());
    assertThat(planes.get(1).plane())
        .isDeepEqualTo(
            Tsne.of(moments.get(1), SHORT, planes.get(0).plane(), iteration -> {}).plane());
    assertThat(told).hasSize(40).startsWith(50).endsWith(2000).isSorted();
  }

  @Test
  void anInterruptedSequenceGivesNoUnfinishedPlane() {
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                Tsne.sequence(
                    List.of(clouds(0.5), clouds(0.1)),
                    SHORT,
                    iteration -> Thread.currentThread().interrupt()))
        .withMessage("Interrupted in plane 1 of 2.");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInitializationThatDoesNotFitIsRefused() {
    double[][] plane = new double[LABELS.length][2];
    plane[7] = new double[] {0, Double.NaN};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tsne.of(clouds(1), SHORT, plane, iteration -> {}))
        .withMessage(
            "Point 7 of the initialization is [0.0, NaN], but must be two finite numbers.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tsne.of(clouds(1), SHORT, new double[3][2], iteration -> {}))
        .withMessage("The initialization has 3 points, but there are 160.");
  }

  @Test
  void theGradientIsThatOfTheDivergence() {
    var affinities = Affinities.of(clouds(0.5), 10);
    var random = new Random(3);
    double[][] position = {
      random.doubles(LABELS.length, -1, 1).toArray(), random.doubles(LABELS.length, -1, 1).toArray()
    };
    var forces = new Forces(affinities);
    double step = 1e-5;
    for (int axis = 0; axis < 2; axis++) {
      for (int i : new int[] {0, 7, 159}) {
        double gradient = forces.gradient(position, 1)[axis][i];
        double there = position[axis][i];
        position[axis][i] = there + step;
        double above = forces.divergence(position);
        position[axis][i] = there - step;
        double below = forces.divergence(position);
        position[axis][i] = there;
        assertThat((above - below) / (2 * step)).isCloseTo(gradient, within(1e-8));
      }
    }
  }

  @Test
  void affinitiesSumToOneAndHaveTheirPerplexity() {
    var affinities = Affinities.of(clouds(0.5), 10);
    double sum = 0;
    for (int i = 0; i < affinities.length; i++) {
      for (float affinity : affinities[i]) {
        sum += affinity;
      }
      assertThat(affinities[i][i]).isZero();
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void anInterruptedThreadGetsWhatIsThere() {
    var told = new ArrayList<Integer>();
    Tsne tsne =
        Tsne.of(
            clouds(0.5),
            SHORT,
            iteration -> {
              told.add(iteration);
              Thread.currentThread().interrupt();
            });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(told).containsExactly(50);
    assertThat(tsne.iterations()).isEqualTo(50);
    assertThat(tsne.plane()).hasNumberOfRows(LABELS.length);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tsne.of(clouds(1), new Tsne.Options(60, 300), iteration -> {}))
        .withMessageContaining("160 points are too few for a perplexity of 60");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tsne.Options(Double.NaN, 300))
        .withMessageContaining("perplexity must be at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tsne.Options(30, 100))
        .withMessageContaining("iterations must be at least 250, but is 100");
    double[][] points = clouds(1);
    points[5][0] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> embedded(points))
        .withMessageContaining("not finite");
  }
}
