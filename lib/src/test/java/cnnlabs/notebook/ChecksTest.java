package cnnlabs.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChecksTest {

  private final PrintStream out = System.out;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stopListening() {
    System.setOut(out);
  }

  @Test
  void aFactThatDoesNotHoldHidesNoOther() {
    var checks = Lab.checks().that("one", true).that("two", false).that("three", true);
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("Checked: one", "Does not hold: two", "Checked: three");
    assertThatThrownBy(checks::allHold)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This check failed: two");
    assertThatThrownBy(() -> checks.that("four", false).allHold())
        .hasMessage("These checks failed: two; four");
  }

  @Test
  void factsThatHoldFailNothing() {
    assertThatCode(() -> Lab.checks().that("one", true).allHold()).doesNotThrowAnyException();
    assertThatThrownBy(() -> Lab.check("two", false)).hasMessage("This check failed: two");
  }

  @Test
  void parametersThatDoNotFitAreRefusedInWords() {
    Lab.require("epochs, 3, must be at least 1", true);
    assertThatThrownBy(() -> Lab.require("epochs, 0, must be at least 1", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("epochs, 0, must be at least 1. Change that in the cell under Parameters.");
  }

  @Test
  void aParameterOutOfItsRangeIsNamedWithItsValueAndItsRange() {
    assertThatCode(() -> Lab.requireRange("batchSize", 50, 1, 50)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Lab.requireRange("batchSize", 1_000, 1, 50))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("batchSize, 1,000, must be from 1 to 50. ");
    assertThatThrownBy(() -> Lab.requireRange("epochs", 0, 1, Double.POSITIVE_INFINITY))
        .hasMessageStartingWith("epochs, 0, must be at least 1. ");
    assertThatThrownBy(() -> Lab.requireRange("dropoutRate", Double.NaN, 0, 0.9))
        .hasMessageStartingWith("dropoutRate, NaN, must be from 0 to 0.9. ");
  }

  @Test
  void aRateThatIsNotAboveZeroIsRefused() {
    assertThatCode(() -> Lab.requirePositive("learningRate", 0.1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Lab.requirePositive("learningRate", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("learningRate, 0, must be a number above 0. ");
    assertThatThrownBy(() -> Lab.requirePositive("learningRate", Double.POSITIVE_INFINITY))
        .hasMessageStartingWith("learningRate, Infinity, must be");
  }
}
