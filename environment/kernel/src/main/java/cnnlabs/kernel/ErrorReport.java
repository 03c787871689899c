package cnnlabs.kernel;

import cnnlabs.kernel.Fragment.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/** Writes what the reader sees of an error: the own line first, then the reason. */
final class ErrorReport {
  private final StackTraces traces;

  ErrorReport(SnippetPlaces places) {
    this.traces = new StackTraces(places::find);
  }

  /** The error of a cell that was interrupted or took too long. */
  static CellError stopped(StopRequest.Reason reason) {
    return switch (reason) {
      case INTERRUPT ->
          CellError.of("Interrupted", "the cell was stopped. What it had assigned before is kept.");
      case TIMEOUT ->
          CellError.of(
              "TimedOut", "the statement ran longer than IJAVA_TIMEOUT allows and was stopped.");
    };
  }

  /** The error of Java that does not compile. */
  CellError rejected(Fragment fragment, List<Diag> diagnostics) {
    List<Diag> errors = diagnostics.stream().filter(Diag::isError).toList();
    List<String> report = new ArrayList<>();
    for (Diag error : errors) {
      report.addAll(marked(fragment, error));
    }
    String message = errors.isEmpty() ? "the code does not compile" : message(errors.get(0));
    return new CellError("CompilationException", message.lines().findFirst().orElse(""), report);
  }

  /** The error of code that threw. */
  CellError thrown(Throwable thrown) {
    return new CellError(
        StackTraces.readable(thrown.getClass().getSimpleName()),
        thrown.getMessage() == null ? "" : StackTraces.readable(thrown.getMessage()),
        traces.render(thrown));
  }

  /**
   * The error of a statement that threw.
   *
   * @param thrown what the statement threw, if the runner saw it
   * @param reported what jdk.jshell reports
   */
  CellError thrown(@Nullable Throwable thrown, @Nullable JShellException reported, JShell shell) {
    for (Throwable cause = reported; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedReferenceException unresolved) {
        return CellError.of(
            "UnresolvedReferenceException", unresolved(unresolved.getSnippet(), shell));
      }
    }
    Throwable known = thrown != null ? thrown : reported;
    return known == null
        ? CellError.of("KernelError", "The statement failed for an unknown reason.")
        : thrown(known);
  }

  /** What a declaration still needs, in a sentence. */
  String unresolved(DeclarationSnippet snippet, JShell shell) {
    List<String> missing = new ArrayList<>(shell.unresolvedDependencies(snippet).toList());
    if (missing.isEmpty()) {
      shell
          .diagnostics(snippet)
          .map(diagnostic -> message(diagnostic).replaceAll("\\s*\\n\\s*", " "))
          .forEach(missing::add);
    }
    return "'%s' cannot be used before this is declared: %s"
        .formatted(snippet.name(), String.join(", ", missing));
  }

  /** The line of a diagnostic, a marker under what it is about, and the compiler's words. */
  private static List<String> marked(Fragment fragment, Diag diagnostic) {
    Place place = fragment.placeOf((int) diagnostic.getStartPosition());
    String before =
        fragment
            .text()
            .substring(
                0,
                (int)
                    Math.min(Math.max(diagnostic.getStartPosition(), 0), fragment.text().length()));
    int column = before.length() - (before.lastIndexOf('\n') + 1);
    long length = diagnostic.getEndPosition() - diagnostic.getStartPosition();
    int width = (int) Math.max(1, Math.min(length, place.text().length() - column));
    String indent =
        place.text().substring(0, Math.min(column, place.text().length())).replaceAll("\\S", " ");
    List<String> lines = new ArrayList<>();
    lines.add(Ansi.place(place.toString()));
    lines.add("    " + place.text());
    lines.add("    " + indent + Ansi.error("^".repeat(width)));
    lines.add(Ansi.error("error: ") + message(diagnostic));
    NumberHint.of(place.text(), column).ifPresent(lines::add);
    return lines;
  }

  /** The compiler's words, without the classes that jdk.jshell wraps snippets in. */
  private static String message(Diag diagnostic) {
    return diagnostic
        .getMessage(Locale.ROOT)
        .lines()
        .filter(line -> !line.strip().startsWith("location:"))
        .map(StackTraces::readable)
        .collect(Collectors.joining("\n"));
  }
}
