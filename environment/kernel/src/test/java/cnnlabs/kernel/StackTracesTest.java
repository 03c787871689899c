package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.kernel.Fragment.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackTracesTest {
  private static final StackTraceElement CELL = frame("REPL.$JShell$11", "do_it$", 5);
  private static final StackTraceElement LIBRARY = frame("cnnlabs.train.Trainer", "fit", 42);
  private static final StackTraceElement KERNEL = frame("cnnlabs.kernel.CellThread", "execute", 1);

  private final StackTraces traces =
      new StackTraces(
          frame ->
              SnippetPlaces.isSnippet(frame)
                  ? Optional.of(new Place("cell [2]", frame.getLineNumber(), "  fit(net);"))
                  : Optional.empty());

  private static StackTraceElement frame(String type, String method, int line) {
    return new StackTraceElement(
        type, method, type.substring(type.lastIndexOf('.') + 1) + ".java", line);
  }

  private static <T extends Throwable> T with(T thrown, StackTraceElement... trace) {
    thrown.setStackTrace(trace);
    return thrown;
  }

  private List<String> render(Throwable thrown) {
    return traces.render(thrown).stream()
        .map(line -> line.replaceAll("\u001B\\[[0-9;]*m", ""))
        .toList();
  }

  @Test
  void kernelIsHiddenAndTheOwnLineShown() {
    Exception thrown =
        with(
            new IllegalStateException("no"),
            LIBRARY,
            frame("jdk.internal.reflect.X", "invoke", 1),
            CELL,
            KERNEL,
            frame("java.lang.Thread", "run", 1));
    assertThat(render(thrown))
        .containsExactly(
            "java.lang.IllegalStateException: no",
            "    at cnnlabs.train.Trainer.fit(Trainer.java:42)",
            "    at cell [2], line 5:  fit(net);");
  }

  @Test
  void everyCauseIsShownWithoutTheFramesInCommon() {
    Exception root = with(new ArithmeticException("zero"), LIBRARY, CELL, KERNEL);
    Exception middle = with(new IllegalStateException(root), frame("a.B", "c", 1), CELL, KERNEL);
    Exception top = with(new RuntimeException("top", middle), CELL, KERNEL);
    assertThat(render(top))
        .containsExactly(
            "java.lang.RuntimeException: top",
            "    at cell [2], line 5:  fit(net);",
            "Caused by: java.lang.IllegalStateException: java.lang.ArithmeticException: zero",
            "    at a.B.c(B.java:1)",
            "Caused by: java.lang.ArithmeticException: zero",
            "    at cnnlabs.train.Trainer.fit(Trainer.java:42)");
  }

  @Test
  void suppressedExceptionsAndCirclesEnd() {
    Exception one = with(new Exception("one"), CELL);
    Exception two = with(new Exception("two", one), CELL);
    one.initCause(two);
    one.addSuppressed(with(new Exception("side"), CELL));
    assertThat(render(one).stream().filter(line -> !line.startsWith(" ")))
        .containsExactly(
            "java.lang.Exception: one",
            "Suppressed: java.lang.Exception: side",
            "Caused by: java.lang.Exception: two");
  }

  @Test
  void recursionShowsOnceAndALongTraceItsEnds() {
    StackTraceElement[] deep = new StackTraceElement[1024];
    Arrays.fill(deep, frame("REPL.$JShell$3", "deep", 1));
    assertThat(render(with(new StackOverflowError(), deep)))
        .containsExactly(
            "java.lang.StackOverflowError",
            "    at cell [2], line 1, in deep:  fit(net);  [1024 times]");
    for (int i = 0; i < deep.length; i++) {
      deep[i] = frame("a.B", "c", i);
    }
    assertThat(render(with(new StackOverflowError(), deep)))
        .hasSizeLessThan(30)
        .contains("    ... 1004 more");
  }

  @Test
  void namesOfMadeUpClassesAreTakenOut() {
    assertThat(StackTraces.readable("because \"REPL.$JShell$3B.net\" is null"))
        .isEqualTo("because \"net\" is null");
    assertThat(StackTraces.readable("REPL.$JShell$12$Net")).isEqualTo("Net");
  }

  @Test
  void methodsClassesAndLambdasOfCellsAreNamed() {
    Exception thrown =
        with(
            new Exception(),
            frame("REPL.$JShell$4$Net", "<init>", 1),
            frame("REPL.$JShell$5", "lambda$do_it$$0", 2),
            frame("REPL.$JShell$6", "train", 3));
    assertThat(render(thrown))
        .containsExactly(
            "java.lang.Exception",
            "    at cell [2], line 1, in Net.<init>:  fit(net);",
            "    at cell [2], line 2, in a lambda:  fit(net);",
            "    at cell [2], line 3, in train:  fit(net);");
  }
}
