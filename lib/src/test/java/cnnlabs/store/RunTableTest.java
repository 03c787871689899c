package cnnlabs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A table of runs comes back from its files, whatever a run is called. */
class RunTableTest {

  private final Path folder;

  RunTableTest(@TempDir(factory = MemoryFolder.class) Path folder) {
    this.folder = folder;
  }

  private void assertComesBack(String label) {
    Table table = RunTable.of(List.of());
    for (var column : table.columns()) {
      if (column instanceof StringColumn strings) {
        strings.append(label);
      } else {
        column.appendMissing();
      }
    }
    Path csv = folder.resolve("runs.csv");
    Path json = folder.resolve("runs.json");
    RunTable.writeCsv(table, csv);
    RunTable.writeJson(table, json);
    for (Table back : List.of(RunTable.readCsv(csv), RunTable.readJson(json))) {
      assertThat(back.columnNames()).isEqualTo(table.columnNames());
      assertThat(back.types()).isEqualTo(table.types());
      assertThat(back.stringColumn("network").get(0)).isEqualTo(label);
      assertThat(back.doubleColumn("learning rate").isMissing(0)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "NA",
        " lead",
        "trail ",
        "\ttab",
        "\u0001a",
        "a\u0001",
        "a\u0000b",
        "a\nb",
        "a\r\nb",
        "a,b",
        "a \"quoted\" name",
        "\\",
        "#a"
      })
  void aLabelComesBackAsItIs(String label) {
    assertComesBack(label);
  }

  @Test
  void aLongLabelComesBackWhole() {
    assertComesBack("x".repeat(5_000));
  }
}
