package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process's memory stays flat. */
class NativeMemoryTest {

  private static final long MEGABYTE = 1 << 20;

  @Test
  void networksThatAreClosedLeaveNothing() throws IOException, InterruptedException {
    assertThat(growth("closed", 60)).isLessThan(30 * MEGABYTE);
  }

  @Test
  void aRunTakesNoMoreTheLongerItIs() throws IOException, InterruptedException {
    assertThat(growth("iterations", 20_000)).isLessThan(30 * MEGABYTE);
  }

  @ParameterizedTest
  @Tag("full")
  @CsvSource({"closed, 200, 30", "forgotten, 200, 100", "iterations, 1000000, 30"})
  void theLongFormTakesNoMore(String what, int count, int megabytes)
      throws IOException, InterruptedException {
    assertThat(growth(what, count)).isLessThan(megabytes * MEGABYTE);
  }

  private static long growth(String what, int count) throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                    "-Xms128m",
                    "-Xmx128m",
                    "-XX:+AlwaysPreTouch",
                    "-XX:+UseParallelGC",
                    "-cp",
                    classPath,
                    MemoryProbe.class.getName(),
                    what,
                    Integer.toString(count)))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Long.parseLong(output.replaceAll("(?s).*growth (-?[0-9]+).*", "$1"));
  }
}
