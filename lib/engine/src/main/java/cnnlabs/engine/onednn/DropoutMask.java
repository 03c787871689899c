package cnnlabs.engine.onednn;

import java.nio.FloatBuffer;

/**
 * Which elements a dropout keeps: a function of the seed, the layer and the element's position,
 * nothing else. So it is the same whatever else runs, and however a processor lays out a map.
 *
 * <p>A counter is mixed twice by a 32-bit finalizer, with one half of the seed before each: integer
 * arithmetic without branches, which the JVM's compiler turns into vector instructions.
 *
 * @see <a href="https://nullprogram.com/blog/2018/07/31/">Prospecting for hash functions</a>, where
 *     the multipliers come from
 */
final class DropoutMask {

  private static final int CHUNK = 2048;
  private static final int GOLDEN = 0x9E3779B9;

  private final int[] bits = new int[CHUNK];
  private final float[] values = new float[CHUNK];

  /**
   * Writes the mask: {@code 1 / keep} for an element that is kept, else 0.
   *
   * @param keep the fraction to keep, over 0 and at most 1
   * @param seed decides the mask; streams of different layers are told apart by {@code stream}
   */
  void fill(FloatBuffer mask, double keep, long seed, int stream) {
    long mixed = seed * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L;
    int low = (int) mixed;
    int high = (int) (mixed >>> 32);
    int threshold = (int) Math.round(keep * (1 << 24));
    int scale = Float.floatToRawIntBits((float) (1 / keep));
    int length = mask.limit();
    for (int start = 0; start < length; start += CHUNK) {
      int count = Math.min(CHUNK, length - start);
      mix(bits, count, start, low, high);
      for (int i = 0; i < count; i++) {
        bits[i] = (((bits[i] >>> 8) - threshold) >> 31) & scale;
      }
      for (int i = 0; i < count; i++) {
        values[i] = Float.intBitsToFloat(bits[i]);
      }
      mask.put(start, values, 0, count);
    }
  }

  private static void mix(int[] bits, int count, int start, int low, int high) {
    for (int i = 0; i < count; i++) {
      int x = (start + i) * GOLDEN + low;
      x = (x ^ (x >>> 16)) * 0x7FEB352D;
      x = (x ^ (x >>> 15)) * 0x846CA68B;
      x = (x ^ (x >>> 16)) + high;
      x = (x ^ (x >>> 16)) * 0x7FEB352D;
      x = (x ^ (x >>> 15)) * 0x846CA68B;
      bits[i] = x ^ (x >>> 16);
    }
  }
}
