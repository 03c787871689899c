package cnnlabs.kernel;

import cnnlabs.kernel.Fragment.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import org.jspecify.annotations.Nullable;

/** Writes what the reader sees of an error: the own line first, then the reason. */
final class ErrorReport {
  private final StackTraces traces;

  ErrorReport(SnippetPlaces places) {
    this.traces = new StackTraces(places::find);
  }

  /**
   * The error of a cell that was interrupted or took too long.
   *
   * @param unassigned the variables that its last statement did not give a value
   */
  static CellError stopped(StopRequest.Reason reason, List<String> unassigned) {
    String advice =
        unassigned.isEmpty()
            ? ""
            : " " + LostVariables.subject(unassigned) + " no value: run the cell again.";
    return switch (reason) {
      case INTERRUPT ->
          CellError.of(
              "Interrupted", "the cell was stopped. What it had assigned before is kept." + advice);
      case TIMEOUT ->
          CellError.of(
              "TimedOut",
              "the statement ran longer than IJAVA_TIMEOUT allows and was stopped." + advice);
    };
  }

  /** The error of Java that does not compile. */
  CellError rejected(Fragment fragment, List<Diag> diagnostics) {
    if (fragment.text().startsWith("package ")) {
      String message = "a cell is in no package: leave this line out";
      return new CellError(
          "CompilationException", message, marked(fragment, 0, "package".length(), message));
    }
    List<Diag> errors = diagnostics.stream().filter(Diag::isError).toList();
    List<String> report = new ArrayList<>();
    for (Diag error : errors) {
      int start = (int) error.getStartPosition();
      report.addAll(marked(fragment, start, (int) error.getEndPosition(), message(error)));
    }
    String message = errors.isEmpty() ? "the code does not compile" : message(errors.get(0));
    return new CellError("CompilationException", message.lines().findFirst().orElse(""), report);
  }

  /** The error of a declaration that nothing can make whole. */
  CellError refused(Fragment fragment, Snippet snippet, JShell shell) {
    List<Diag> errors = shell.diagnostics(snippet).filter(Diag::isError).toList();
    if (!errors.isEmpty() || !(snippet instanceof DeclarationSnippet declaration)) {
      return rejected(fragment, errors);
    }
    String symbol = shell.unresolvedDependencies(declaration).findFirst().orElse("");
    String name = symbol.replaceAll(".* ", "");
    Matcher position = Pattern.compile("\\b" + Pattern.quote(name)).matcher(fragment.text());
    int start = position.find() ? position.start() : 0;
    String message = "cannot find symbol\n  symbol:   " + symbol;
    return new CellError(
        "CompilationException",
        "cannot find symbol",
        marked(fragment, start, start + name.length(), message));
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
    String missing = shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? "'%s' does not compile: %s"
            .formatted(
                snippet.name(),
                shell
                    .diagnostics(snippet)
                    .map(diagnostic -> message(diagnostic).replaceAll("\\s*\\n\\s*", " "))
                    .collect(Collectors.joining(", ")))
        : "'%s' cannot be used before this is declared: %s".formatted(snippet.name(), missing);
  }

  /** The line of an error, a marker under what it is about, and what is wrong. */
  private static List<String> marked(Fragment fragment, int start, int end, String message) {
    Place place = fragment.placeOf(start);
    String text = fragment.text();
    String before = text.substring(0, Math.min(Math.max(start, 0), text.length()));
    int column = before.length() - (before.lastIndexOf('\n') + 1);
    int width = Math.max(1, Math.min(end - start, place.text().length() - column));
    String indent =
        place.text().substring(0, Math.min(column, place.text().length())).replaceAll("\\S", " ");
    List<String> lines = new ArrayList<>();
    lines.add(Ansi.place(place.toString()));
    lines.add("    " + place.text());
    lines.add("    " + indent + Ansi.error("^".repeat(width)));
    lines.add(Ansi.error("error: ") + message);
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
