package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same training cell again and again in one process: memory stays flat after the third. */
class StoreMemoryTest {

  private static final int SETTLED = 3;

  /** Of the 1,600 that a notebook's kernel takes with CIFAR-10 in it, 2.5 %. */
  private static final double MOST_MEGABYTES = 40;

  @Test
  void tenTrainingsTakeNoMoreThanThree(@TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException, InterruptedException {
    assertThat(growth(folder, "fresh", 10)).as("MB").isLessThan(MOST_MEGABYTES);
  }

  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"fresh", "unstored", "stored"})
  void thirtyTrainingsTakeNoMoreThanThree(
      String how, @TempDir(factory = MemoryFolder.class) Path folder)
      throws IOException, InterruptedException {
    assertThat(growth(folder, how, 30)).as("MB").isLessThan(MOST_MEGABYTES);
  }

  /** Megabytes by which the resident memory grows after the third training. */
  private static double growth(Path store, String how, int trainings)
      throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("..", "environment", "java.options").toAbsolutePath().normalize());
    command.addAll(
        List.of(
            "-cp",
            classPath,
            StoreMemoryProbe.class.getName(),
            store.toString(),
            how,
            Integer.toString(trainings)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    double[] resident =
        Arrays.stream(output.split("\n"))
            .filter(line -> line.startsWith("resident "))
            .mapToDouble(line -> Double.parseDouble(line.substring("resident ".length())))
            .toArray();
    assertThat(resident).as(output).hasSize(trainings);
    return (resident[trainings - 1] - resident[SETTLED - 1]) / 1000;
  }
}
