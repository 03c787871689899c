package cnnlabs.data;

import java.util.SplittableRandom;

/**
 * Random streams as functions of a seed, a purpose, an epoch and an index, stable for ever.
 *
 * <p>Nothing else is random in a run, so that a resumed run, one of a parallel grid and one on
 * another machine draw the same numbers. The mixing is SplitMix64's finalizer (Steele, Lea and
 * Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
 */
public final class RandomStream {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** What random numbers are drawn for. */
  public enum Purpose {
    /** The network's first weights and biases. */
    START(1),
    /** The order of the training images in an epoch. */
    SHUFFLE(2),
    /** Which units drop out in a training step. */
    DROPOUT(3),
    /** Crops and flips of a training image. */
    AUGMENTATION(4),
    /** Which training images are held out for validation. */
    HOLD_OUT(5),
    /** The images of a stand-in. */
    STAND_IN(6);

    private final int code;

    Purpose(int code) {
      this.code = code;
    }
  }

  private RandomStream() {}

  /**
   * The seed of a stream: 64 well-mixed bits.
   *
   * @param seed the run's
   * @param purpose what the numbers are drawn for
   * @param epoch 0 where the purpose knows no epochs
   * @param index of the batch or image; 0 where there is one stream an epoch
   */
  public static long seed(long seed, Purpose purpose, long epoch, long index) {
    long state = mix(seed + GOLDEN_GAMMA);
    state = mix(state + purpose.code * GOLDEN_GAMMA);
    state = mix(state ^ mix(epoch + 2 * GOLDEN_GAMMA));
    return mix(state ^ mix(index + 3 * GOLDEN_GAMMA));
  }

  /**
   * A stream's generator.
   *
   * <p>Of its methods only {@code nextLong} and {@code nextDouble} are the same in every Java
   * version: draw orders with {@link #permutation}.
   */
  public static SplittableRandom of(long seed, Purpose purpose, long epoch, long index) {
    return new SplittableRandom(seed(seed, purpose, epoch, index));
  }

  /**
   * The n-th number that a stream's generator draws by {@code nextDouble}, without a generator.
   *
   * @param stream the stream's seed, as {@link #seed} gives it
   * @param n from 0
   * @return 0 to below 1
   */
  static double uniform(long stream, int n) {
    return (mix(stream + (n + 1) * GOLDEN_GAMMA) >>> 11) * 0x1p-53;
  }

  /**
   * A random order of 0 to n - 1: the shuffle of Fisher and Yates, uniform up to a bias below n /
   * 2^32.
   *
   * @throws NegativeArraySizeException if n is negative
   */
  public static int[] permutation(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = (int) (((random.nextLong() >>> 32) * (i + 1)) >>> 32); // 0 to i
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** SplitMix64's finalizer: one bit of input changes half of the output's. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
