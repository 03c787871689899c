package cnnlabs.engine;

/**
 * What computes in this process.
 *
 * @param kind {@link #CPU} or {@link #CUDA}: part of what a result depends on
 * @param name ND4J's name of the back end, such as {@code CpuBackend}
 * @param device the processor's or graphics card's name
 */
public record BackEnd(String kind, String name, String device) {

  public static final String CPU = "CPU";
  public static final String CUDA = "CUDA";
}
