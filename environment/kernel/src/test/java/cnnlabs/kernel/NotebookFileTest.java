package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotebookFileTest {
  @Test
  void codeCellsAreReadWhetherLinesOrOneString() {
    String json =
        "{'cells': [{'cell_type': 'code', 'source': ['a\\n', 'b']}, {'cell_type': 'markdown', 'source': 'no'},"
            + " {'cell_type': 'code', 'source': 'c'}]}";
    assertThat(NotebookFile.codeCells(json.replace('\'', '"'))).containsExactly("a\nb", "c");
  }
}
