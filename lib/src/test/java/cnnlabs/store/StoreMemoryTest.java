package cnnlabs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same training cell again and again in one process: what it took is used again. The parameters
 * of a cell's four networks are 1,000 kilobytes; with their gradients they are 2,000.
 */
class StoreMemoryTest {

  @Test
  void memoryStaysFlatOverSixteenTrainings(@TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException, InterruptedException {
    assertThat(growth(folder, "fresh", 16, 6)).as("kB a training").isLessThan(2000);
  }

  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"fresh", "unstored", "stored"})
  void memoryStaysFlatOverThirtyTrainings(
      String how, @TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException, InterruptedException {
    assertThat(growth(folder, how, 30, 10)).as("kB a training").isLessThan(500);
  }

  /**
   * Kilobytes by which the process grows with a training, once the first ones have loaded all code:
   * the median, since it grows by some 15 MB at a time, and goes on using them, when more trainings
   * happen to be under way at once or the JIT compiler works. The heap has one size, all of it
   * resident, and counts by what lives in it.
   */
  private static double growth(Path store, String how, int trainings, int settled)
      throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "environment", "java.options").toAbsolutePath().normalize());
    command.addAll(
        List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:+AlwaysPreTouch",
            "-cp",
            classPath,
            StoreMemoryProbe.class.getName(),
            store.toString(),
            how,
            Integer.toString(trainings),
            Integer.toString(settled)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    double[] resident = kilobytes(output, "resident ");
    double[] living = kilobytes(output, "heap ");
    assertThat(resident).as(output).hasSize(trainings);
    assertThat(living).as(output).hasSize(2);
    assertThat(resident[trainings - 1] - resident[settled - 1]).as("kB in all").isLessThan(100_000);
    double[] steps =
        IntStream.range(settled, trainings)
            .mapToDouble(i -> resident[i] - resident[i - 1])
            .sorted()
            .toArray();
    double median = steps[steps.length / 2];
    return median + (living[1] - living[0]) / steps.length;
  }

  private static double[] kilobytes(String output, String name) {
    return output
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .toArray();
  }
}
