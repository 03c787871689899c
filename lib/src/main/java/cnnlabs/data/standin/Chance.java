package cnnlabs.data.standin;

import java.util.SplittableRandom;

/** Random numbers of some distributions, the same in every Java version. */
final class Chance {

  /** Standard deviation of the sum of four bytes. */
  private static final float SPREAD = 147.8f;

  private static final int MEAN = 510;

  private Chance() {}

  /** A number between two bounds, uniformly. */
  static double between(double low, double high, SplittableRandom random) {
    return low + (high - low) * random.nextDouble();
  }

  /** An integer from 0 to bound - 1, uniformly up to a bias below bound / 2^32. */
  static int below(int bound, SplittableRandom random) {
    return (int) (((random.nextLong() >>> 32) * bound) >>> 32);
  }

  /** An even count of nearly normal numbers, mean 0 and deviation 1: sums of four random bytes. */
  static float[] noise(int count, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < values.length; i += 2) {
      long bits = random.nextLong();
      values[i] = sum((int) bits);
      values[i + 1] = sum((int) (bits >>> 32));
    }
    return values;
  }

  private static float sum(int bits) {
    int sum = (bits & 0xff) + (bits >>> 8 & 0xff) + (bits >>> 16 & 0xff) + (bits >>> 24);
    return (sum - MEAN) / SPREAD;
  }

  /** The nearest byte to a value, 0 to 255. */
  static byte toByte(double value) {
    return (byte) (int) (Math.max(0, Math.min(255, value)) + 0.5);
  }
}
