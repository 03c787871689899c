package org.nd4j.nativeblas;

/**
 * Brings back Deeplearning4j's oneDNN helpers.
 *
 * <p>In 1.0.0-M2.1 {@code BaseMKLDNNHelper} asks the class {@code
 * org.nd4j.nativeblas.Nd4jCpu$Environment}, by name, whether oneDNN may be used; that class moved
 * to another package in the same release, so the helpers never load. This one answers in its place.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** What {@code BaseMKLDNNHelper} calls by reflection. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    public static Environment getInstance() {
      return INSTANCE;
    }

    public boolean isUseMKLDNN() {
      return true;
    }
  }
}
