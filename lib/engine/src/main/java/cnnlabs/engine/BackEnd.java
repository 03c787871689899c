package cnnlabs.engine;

/**
 * What computes in this process.
 *
 * @param kind {@link #CPU} or {@link #CUDA}: part of what a result depends on
 * @param name ND4J's name of the back end, such as {@code CpuBackend}
 * @param device the graphics card's name, or the processor's and the instruction set that oneDNN
 *     uses of it, on which the last digits of a result hang: {@code AMD EPYC 9R45, AVX-512}
 */
public record BackEnd(String kind, String name, String device) {

  public static final String CPU = "CPU";
  public static final String CUDA = "CUDA";
}
