package cnnlabs.kernel;

import cnnlabs.kernel.CellThread.Outcome;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the snippets that jdk.jshell has compiled, on the cell thread, and keeps what they return or
 * throw as objects; jdk.jshell itself only hands on strings.
 */
public final class SnippetRunner extends LocalExecutionControl {
  private static final boolean JDK_WEAVES_CHECKS = Runtime.version().feature() >= 20;

  private final CellThread thread;
  private boolean ran;
  private boolean finished;
  private @Nullable Object value;
  private @Nullable Throwable failure;

  SnippetRunner(CellThread thread) {
    this.thread = thread;
  }

  /** A provider of this runner for {@code JShell.Builder.executionEngine}. */
  ExecutionControlProvider provider() {
    return new ExecutionControlProvider() {
      @Override
      public String name() {
        return "cell thread";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return SnippetRunner.this;
      }
    };
  }

  /** Forgets the last snippet. */
  void reset() {
    ran = false;
    finished = false;
    value = null;
    failure = null;
  }

  /** Whether a snippet was run since {@link #reset()}. */
  boolean ran() {
    return ran;
  }

  /** Whether the snippet came to its end. */
  boolean finished() {
    return finished;
  }

  /**
   * The value of a variable.
   *
   * @param wrapper the class that jdk.jshell made for it
   */
  Optional<Object> variable(String wrapper, String name) {
    try {
      Field field = findClass(wrapper).getField(name);
      field.setAccessible(true); // Its class is not public.
      return Optional.ofNullable(field.get(null));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /** What the snippet returned. */
  @Nullable Object value() {
    return value;
  }

  /** What the snippet threw. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    if (JDK_WEAVES_CHECKS) {
      super.load(classes);
    } else {
      super.load(
          Stream.of(classes)
              .map(c -> new ClassBytecodes(c.name(), LoopChecks.weave(c.bytecodes())))
              .toArray(ClassBytecodes[]::new));
    }
  }

  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException, InternalException {
    try {
      return super.invoke(className, methodName);
    } catch (InternalException e) {
      // jdk.jshell passes over these in silence, and the cell would seem to have succeeded.
      failure = e;
      throw e;
    }
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    ran = true;
    Outcome outcome = thread.run(() -> snippet.invoke(null));
    value = outcome.value();
    failure =
        outcome.failure() instanceof InvocationTargetException e ? e.getCause() : outcome.failure();
    if (outcome.lost()) {
      throw new StoppedException();
    }
    finished = failure == null;
    if (failure != null) {
      throw new InvocationTargetException(withoutCauses(failure));
    }
    return "";
  }

  /**
   * What jdk.jshell needs to know of an exception: it follows causes without looking for circles.
   */
  private static Throwable withoutCauses(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof SPIResolutionException) {
        return t;
      }
    }
    return new Exception("the statement failed");
  }
}
