package cnnlabs.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class TableBuilderTest {

  @Test
  void columnsStandInTheirOrderAndRowsToo() {
    Table table =
        Tables.of("words", List.of("three", "a"))
            .text("word", word -> word)
            .count("letters", String::length)
            .table();
    assertThat(table.name()).isEqualTo("words");
    assertThat(table.columnNames()).containsExactly("word", "letters");
    assertThat(table.stringColumn("word").asList()).containsExactly("three", "a");
    assertThat(table.longColumn("letters").asList()).containsExactly(5L, 1L);
  }

  @Test
  void namedRowsBeginWithTheirNames() {
    Map<String, Double> rows = new LinkedHashMap<>();
    rows.put("z", 1.5);
    rows.put("a", 2.5);
    Table table = Tables.of("named", "name", rows).number("value", 1, value -> value).table();
    assertThat(table.stringColumn("name").asList()).containsExactly("z", "a");
    assertThat(table.doubleColumn("value").asList()).containsExactly(1.5, 2.5);
  }

  @Test
  void aNumberIsRoundedAndHasNoZerosAtItsEnd() {
    Table table = Tables.of("n", List.of(0.12345, 0.5)).number("x", 3, value -> value).table();
    assertThat(table.doubleColumn("x").asList()).containsExactly(0.123, 0.5);
    assertThat(table.doubleColumn("x").getString(1)).isEqualTo("0.5");
  }

  @Test
  void fixedDecimalsAreAllShownAndTheValueIsKept() {
    Table table = Tables.of("n", List.of(1234.5)).fixed("x", 2, value -> value).table();
    assertThat(table.doubleColumn("x").getString(0)).isEqualTo("1,234.50");
    assertThat(table.doubleColumn("x").getDouble(0)).isEqualTo(1234.5);
  }

  @Test
  void aFractionIsShownInPerCentAndNaNIsMissing() {
    Table table = Tables.of("n", List.of(0.98765, Double.NaN)).percent("x", value -> value).table();
    assertThat(table.doubleColumn("x").getString(0)).isEqualTo("98.76");
    assertThat(table.doubleColumn("x").isMissing(1)).isTrue();
  }
}
