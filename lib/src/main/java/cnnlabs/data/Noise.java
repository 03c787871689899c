package cnnlabs.data;

import java.util.SplittableRandom;

/** Random numbers of some distributions, the same in every Java version. */
final class Noise {

  /** Standard deviation of the sum of four bytes. */
  private static final float SPREAD = 147.8f;

  private static final int MEAN = 510;

  private Noise() {}

  /** A number between two bounds, uniformly. */
  static double between(double low, double high, SplittableRandom random) {
    return low + (high - low) * random.nextDouble();
  }

  /** Nearly normal numbers of mean 0 and standard deviation 1: sums of four random bytes. */
  static void fill(float[] values, SplittableRandom random) {
    for (int i = 0; i < values.length; i += 2) {
      long bits = random.nextLong();
      values[i] = sum((int) bits);
      if (i + 1 < values.length) {
        values[i + 1] = sum((int) (bits >>> 32));
      }
    }
  }

  private static float sum(int bits) {
    int sum = (bits & 0xff) + (bits >>> 8 & 0xff) + (bits >>> 16 & 0xff) + (bits >>> 24);
    return (sum - MEAN) / SPREAD;
  }
}
