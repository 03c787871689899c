package cnnlabs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engines' processes. */
class EnginesTest {

  private static final Path WORK = Path.of("target", "bench").toAbsolutePath();

  private static List<Contender> contenders() throws IOException, InterruptedException {
    var contenders = new ArrayList<>(List.of(Contender.values()));
    if (!PythonFiles.canRun()) {
      contenders.remove(Contender.PYTORCH_DEBIAN);
    }
    return contenders;
  }

  /**
   * Between them these have every kind of layer, both losses and both phases. Where oneDNN pads the
   * channels to a vector's width, libtorch 2.7.1 can read memory that nobody wrote: of a
   * convolution from 24 to 48 channels nearly every output was wrong, and another in each process.
   * Then the test is skipped, as the benchmark leaves it out; LeNet has no such convolution.
   */
  @ParameterizedTest
  @CsvSource({
    "lenet-evaluation, 10, false",
    "five-convolutions, 10, true",
    "mnist-dropout, 100, true",
    "grid, 10, false",
    "batch-normalization, 32, true"
  })
  void allComputeTheSame(String network, int batchSize, boolean padded)
      throws IOException, InterruptedException, BenchmarkException {
    WORK.toFile().mkdirs();
    try (var race = new Race(Workload.of(network, batchSize), contenders(), WORK)) {
      assertThat(race.versions().get(Contender.PYTORCH_DJL)).contains("libtorch 2.7.1");
      List<String> leftOut = race.leaveOutThoseThatDisagree();
      if (padded) {
        assertThat(leftOut).allMatch(line -> line.contains("pytorch-djl is left out"));
        assumeThat(leftOut).isEmpty();
      }
      assertThat(leftOut).isEmpty();
    }
  }

  @Test
  void aWorkerThatFailsEndsTheBenchmarkWithItsLastWords(@TempDir Path folder) throws IOException {
    var command = List.of("sh", "-c", "echo Out of luck. >&2; exit 3");
    try (var worker = new WorkerProcess("unlucky", command, Map.of(), folder.resolve("log"))) {
      assertThatThrownBy(() -> worker.answer("ready"))
          .isInstanceOf(BenchmarkException.class)
          .hasMessageContaining("unlucky ended with status 3")
          .hasMessageContaining("Out of luck.");
    }
  }

  @Test
  void aWorkerThatSaysSomethingElseEndsTheBenchmark(@TempDir Path folder) throws IOException {
    var command = List.of("sh", "-c", "echo steady; cat");
    try (var worker = new WorkerProcess("odd", command, Map.of(), folder.resolve("log"))) {
      assertThatThrownBy(() -> worker.answer("ready"))
          .isInstanceOf(BenchmarkException.class)
          .hasMessageContaining("odd answered 'steady'");
    }
  }
}
