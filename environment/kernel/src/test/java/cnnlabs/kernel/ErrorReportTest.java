package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import org.junit.jupiter.api.Test;

class ErrorReportTest {
  private static String report(Fragment fragment) {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      ErrorReport errors = new ErrorReport(new SnippetPlaces(shell, Map.of(), () -> fragment));
      List<Diag> diagnostics =
          shell.diagnostics(shell.eval(fragment.text()).get(0).snippet()).toList();
      return String.join("\n", errors.rejected(fragment, diagnostics).report())
          .replaceAll("\u001B\\[[0-9;]*m", "");
    }
  }

  @Test
  void markerStandsUnderWhatIsWrong() {
    assertThat(report(new Fragment("cell [4]", 3, "int x =\n\tunknown + 1;")))
        .isEqualTo(
            """
            cell [4], line 4
                \tunknown + 1;
                \t^^^^^^^
            error: cannot find symbol
              symbol:   variable unknown""");
  }

  @Test
  void errorAtTheEndOfTheCodeHasALine() {
    assertThat(report(new Fragment("cell [1]", 1, "void f() {\n  int a = 1;\n")))
        .startsWith("cell [1], line 2\n")
        .contains("end of file");
  }

  @Test
  void interruptIsOneLine() {
    CellError interrupted = ErrorReport.stopped(StopRequest.Reason.INTERRUPT, List.of());
    assertThat(interrupted.report()).hasSize(1);
    assertThat(interrupted.name()).isEqualTo("Interrupted");
    assertThat(ErrorReport.stopped(StopRequest.Reason.TIMEOUT, List.of()).name())
        .isEqualTo("TimedOut");
  }

  @Test
  void interruptNamesTheVariablesWithoutAValue() {
    CellError stopped = ErrorReport.stopped(StopRequest.Reason.INTERRUPT, List.of("run"));
    assertThat(stopped.message()).endsWith("'run' has no value: run the cell again.");
    assertThat(stopped.report()).hasSize(1);
  }
}
