package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.data.RandomStream.Purpose;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  @Test
  void seedsStayForEver() {
    assertThat(RandomStream.seed(0, Purpose.START, 0, 0)).isEqualTo(-5439989665545649546L);
    assertThat(RandomStream.seed(42, Purpose.SHUFFLE, 3, 0)).isEqualTo(923343244314435350L);
    assertThat(RandomStream.seed(-1, Purpose.STAND_IN, 1, 59_999)).isEqualTo(8276323142769680436L);
  }

  @Test
  void numbersAndOrdersStayForEver() {
    SplittableRandom random = RandomStream.of(42, Purpose.SHUFFLE, 3, 0);
    assertThat(random.nextLong()).isEqualTo(-8434194083584857202L);
    assertThat(RandomStream.permutation(8, random)).containsExactly(5, 1, 4, 0, 7, 2, 3, 6);
  }

  @Test
  void everyArgumentChangesTheSeed() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 10; seed++) {
      for (Purpose purpose : Purpose.values()) {
        for (long epoch = 0; epoch < 30; epoch++) {
          for (long index = 0; index < 30; index++) {
            seeds.add(RandomStream.seed(seed, purpose, epoch, index));
          }
        }
      }
    }
    assertThat(seeds).hasSize(10 * 6 * 30 * 30);
  }

  @Test
  void neighboursShareHalfOfTheirBits() {
    double bits = 0;
    for (long index = 0; index < 10_000; index++) {
      long a = RandomStream.seed(1, Purpose.DROPOUT, 0, index);
      long b = RandomStream.seed(1, Purpose.DROPOUT, 0, index + 1);
      bits += Long.bitCount(a ^ b);
    }
    assertThat(bits / 10_000).isBetween(31.8, 32.2);
  }

  @Test
  void aPermutationHoldsEachNumberOnce() {
    int[] order = RandomStream.permutation(1000, RandomStream.of(1, Purpose.SHUFFLE, 0, 0));
    assertThat(Arrays.stream(order).sorted())
        .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void allOrdersOfThreeAreEquallyLikely() {
    int[] counts = new int[27];
    for (int i = 0; i < 60_000; i++) {
      int[] order = RandomStream.permutation(3, RandomStream.of(1, Purpose.SHUFFLE, 0, i));
      counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    assertThat(Arrays.stream(counts).filter(count -> count > 0).boxed())
        .hasSize(6)
        .allMatch(count -> Math.abs(count - 10_000) < 400);
  }
}
