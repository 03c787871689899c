package cnnlabs.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

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

  /** The processor's name as the system has it, such as {@code AMD EPYC 9R45}, or its kind. */
  public static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
