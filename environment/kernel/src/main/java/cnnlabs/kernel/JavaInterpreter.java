package cnnlabs.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** Evaluates Java statement by statement, with jdk.jshell in this JVM. */
final class JavaInterpreter {
  private static final List<String> IMPORTS =
      List.of(
          "java.io.*",
          "java.math.*",
          "java.net.*",
          "java.nio.file.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.function.*",
          "java.util.prefs.*",
          "java.util.regex.*",
          "java.util.stream.*",
          "static cnnlabs.kernel.Notebook.*");

  private final JShell shell;
  private final SnippetRunner runner;
  private final CellThread thread;
  private final Map<String, Fragment> fragments = new ConcurrentHashMap<>();
  private volatile @Nullable Fragment running;
  private final ErrorReport errors;
  private final LostVariables lost;

  private JavaInterpreter(JShell shell, SnippetRunner runner, CellThread thread) {
    this.shell = shell;
    this.runner = runner;
    this.thread = thread;
    this.errors = new ErrorReport(new SnippetPlaces(shell, fragments, () -> running));
    this.lost = new LostVariables(shell, runner, fragments);
  }

  /**
   * Starts an interpreter, with the imports that every cell has.
   *
   * @throws IllegalArgumentException when javac does not know one of the options
   */
  static JavaInterpreter start(CellThread thread, List<String> compilerOptions) {
    SnippetRunner runner = new SnippetRunner(thread);
    // jdk.jshell has just set the loader that sees snippets and added jars on this thread.
    thread.useClassLoader(Thread.currentThread().getContextClassLoader());
    List<String> options = new ArrayList<>(List.of("-g"));
    options.addAll(compilerOptions);
    JShell shell =
        JShell.builder()
            .executionEngine(runner.provider(), Map.of())
            .compilerOptions(options.toArray(String[]::new))
            .build();
    if (System.getenv("CLASSPATH") != null) {
      // The compiler would take this variable for the class path, which the JVM ignored.
      shell.addToClasspath(System.getProperty("java.class.path"));
    }
    for (String name : IMPORTS) {
      shell.eval("import " + name + ";");
    }
    return new JavaInterpreter(shell, runner, thread);
  }

  /**
   * Evaluates one statement.
   *
   * @return the value if the statement is an expression that is worth showing, else null
   * @throws CellError when it does not compile, throws, or is interrupted
   */
  @Nullable Object evaluate(Fragment fragment) throws CellError {
    failIfStopped(List.of());
    runner.reset();
    running = fragment;
    List<SnippetEvent> events = shell.eval(fragment.text());
    List<SnippetEvent> own = events.stream().filter(e -> e.causeSnippet() == null).toList();
    own.forEach(event -> fragments.put(event.snippet().id(), fragment));
    failIfStopped(lost.afterRunning(fragment, own));
    refuseHopeless(fragment, events);
    lost.afterReplacing(fragment, events);
    Object value = null;
    for (SnippetEvent event : own) {
      value = valueOf(event, fragment);
    }
    return value;
  }

  /**
   * Runs a task of the kernel on the cell thread, where it can be interrupted.
   *
   * @throws CellError when it throws, or is interrupted
   */
  @Nullable Object callInCell(Callable<?> task) throws CellError {
    failIfStopped(List.of());
    CellThread.Outcome outcome = thread.run(task);
    failIfStopped(List.of());
    Throwable failure = outcome.failure();
    if (failure instanceof CellError error) {
      throw error;
    }
    if (failure != null) {
      throw errors.thrown(failure);
    }
    return outcome.value();
  }

  /** Adds a jar or folder to what cells see. */
  void addToClassPath(String path) {
    shell.addToClasspath(path);
  }

  SourceCodeAnalysis analysis() {
    return shell.sourceCodeAnalysis();
  }

  ErrorReport errors() {
    return errors;
  }

  /**
   * Notes on what was declared and cannot be used before something else is declared, and on
   * variables that lost their value by it.
   */
  List<String> notes(List<Fragment> declared) {
    Stream<String> unresolved =
        shell
            .snippets()
            .filter(snippet -> isRecoverable(shell.status(snippet)))
            .filter(snippet -> !(snippet instanceof VarSnippet))
            .filter(snippet -> declared.contains(fragments.get(snippet.id())))
            .map(snippet -> errors.unresolved((DeclarationSnippet) snippet, shell));
    return Stream.concat(unresolved, lost.takenBy(declared).stream())
        .map(note -> "Note: " + note)
        .toList();
  }

  /**
   * Fails for what jdk.jshell keeps until it can be compiled, and no declaration can make whole: a
   * method that is too large, a variable of an unknown class.
   */
  private void refuseHopeless(Fragment fragment, List<SnippetEvent> events) throws CellError {
    List<Snippet> hopeless =
        events.stream().filter(this::isHopeless).map(SnippetEvent::snippet).toList();
    if (hopeless.isEmpty()) {
      return;
    }
    // What waited for this declaration comes after it, and is to blame rather than it.
    Snippet culprit = hopeless.get(hopeless.size() - 1);
    CellError error =
        errors.refused(fragments.getOrDefault(culprit.id(), fragment), culprit, shell);
    hopeless.forEach(shell::drop);
    // The compiler goes on with a text constant that is too long in its pool, and fails at whatever
    // comes next. A change of the class path makes it begin anew.
    shell.addToClasspath(System.getProperty("java.class.path"));
    throw error;
  }

  private boolean isHopeless(SnippetEvent event) {
    Snippet snippet = event.snippet();
    if (!isRecoverable(event.status())) {
      return false;
    }
    if (shell.diagnostics(snippet).anyMatch(d -> d.getCode().startsWith("compiler.err.limit"))) {
      return true;
    }
    boolean canWait = snippet instanceof MethodSnippet || snippet instanceof TypeDeclSnippet;
    return event.causeSnippet() == null
        && !(canWait
            && shell.unresolvedDependencies((DeclarationSnippet) snippet).findAny().isPresent());
  }

  private @Nullable Object valueOf(SnippetEvent event, Fragment fragment) throws CellError {
    Snippet snippet = event.snippet();
    if (event.status() == Status.REJECTED) {
      throw errors
          .rejected(fragment, shell.diagnostics(snippet).toList())
          .and(lost.mentionedIn(fragment.text()));
    }
    JShellException exception = event.exception();
    Throwable failure = runner.failure();
    if (exception != null || failure != null) {
      CellError error = errors.thrown(failure, exception, shell);
      throw failure instanceof NullPointerException
          ? error.and(lost.mentionedIn(fragment.text() + " " + error.message()))
          : error;
    }
    boolean executable = snippet.subKind().isExecutable() && event.status() == Status.VALID;
    if (executable && !runner.ran()) {
      throw CellError.of(
          "KernelError", "The statement was compiled, but did not run. Restart the kernel.");
    }
    return isShown(snippet.subKind()) ? runner.value() : null;
  }

  private static boolean isShown(SubKind kind) {
    return kind == SubKind.VAR_VALUE_SUBKIND
        || kind == SubKind.OTHER_EXPRESSION_SUBKIND
        || kind == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
  }

  private static boolean isRecoverable(Status status) {
    return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
  }

  private void failIfStopped(List<String> unassigned) throws CellError {
    if (thread.stopReason().isPresent()) {
      throw ErrorReport.stopped(thread.stopReason().get(), unassigned);
    }
  }
}
