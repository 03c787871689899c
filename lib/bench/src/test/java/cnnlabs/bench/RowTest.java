package cnnlabs.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowTest {

  private static final Workload LENET = Workload.of("lenet", 10);

  /** Ten iterations in so many milliseconds, with half as much processor time. */
  private static Timing round(int millis) {
    return new Timing(10, millis * 1_000_000L, millis * 500_000L);
  }

  private static Row row(Contender contender, int... millis) {
    return Row.of(LENET, contender, Arrays.stream(millis).mapToObj(RowTest::round).toList());
  }

  @Test
  void figuresAreAnIteration() {
    Row row = row(Contender.CNNLABS, 20, 10, 60);
    assertThat(row.medianMillis()).isEqualTo(2);
    assertThat(row.minMillis()).isEqualTo(1);
    assertThat(row.cpuMillis()).isCloseTo(1.5, within(1e-12));
    assertThat(row.imagesPerSecond()).isEqualTo(5000);
    assertThat(row.rounds()).isEqualTo(3);
  }

  @Test
  void theFileIsAnArrayOfObjectsAndNothingIsLeftBesideIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.json");
    Files.writeString(file, "old");
    Row.write(List.of(row(Contender.CNNLABS, 10), row(Contender.PYTORCH_DJL, 30)), file);
    JsonNode rows = new ObjectMapper().readTree(file.toFile());
    assertThat(rows).hasSize(2);
    JsonNode second = rows.get(1);
    assertThat(second.get("network").asText()).isEqualTo("lenet");
    assertThat(second.get("batchSize").asInt()).isEqualTo(10);
    assertThat(second.get("phase").asText()).isEqualTo("training");
    assertThat(second.get("engine").asText()).isEqualTo("pytorch-djl");
    assertThat(second.get("medianMillis").asDouble()).isEqualTo(3);
    assertThat(second.get("minMillis").asDouble()).isEqualTo(3);
    assertThat(second.get("cpuMillis").asDouble()).isEqualTo(1.5);
    assertThat(second.get("imagesPerSecond").asDouble()).isCloseTo(3333.3, within(0.1));
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void theTableSaysHowManyTimesTheFirstRowsTimeTheOthersTake() {
    List<String> lines = Table.lines(List.of(row(Contender.CNNLABS, 10), row(Contender.DL4J, 250)));
    assertThat(lines.get(0)).contains("cnnlabs").endsWith("10,000");
    assertThat(lines.get(1)).contains("dl4j").endsWith("  25.00");
  }
}
