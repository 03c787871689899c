package cnnlabs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void networksHaveTheRecipesNumberOfParameters() {
    Map.of(
            "lenet", 62_006,
            "five-convolutions", 8_464_642,
            "mnist-dropout", 21_840)
        .forEach((name, parameters) -> assertThat(parameters(name)).as(name).isEqualTo(parameters));
  }

  private static int parameters(String name) {
    Workload workload = Workload.named(name).get(0);
    return Sample.of(workload).parameters().stream().mapToInt(array -> array.length).sum();
  }

  @Test
  void lenetIsMeasuredAtThreeBatchSizes() {
    assertThat(Workload.named("lenet"))
        .extracting(Workload::batchSize)
        .containsExactly(10, 32, 128);
  }

  @Test
  void theGridHasTwelveDifferentTrials() {
    assertThat(Workload.of("grid", 10).trials()).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void theScriptKnowsTheSameNames() throws IOException {
    Path runner = Path.of(System.getProperty("basedir"), "..", "..", "environment", "runner");
    String names = String.join(" ", Workload.names());
    assertThat(Files.readString(runner.resolve("usage.txt"))).contains("one of " + names + ".");
    assertThat(Files.readString(runner.resolve("command_line.py")).replaceAll("\"\\s+\"", ""))
        .contains("BENCHMARKS = (\n    \"%s\"\n)".formatted(names));
  }

  @Test
  void partsAreDealtOutLikeCards() {
    List<Integer> all = List.of(1, 2, 3, 4, 5);
    assertThat(new Part(0, 2).of(all)).containsExactly(1, 3, 5);
    assertThat(new Part(1, 2).of(all)).containsExactly(2, 4);
  }
}
