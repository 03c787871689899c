package cnnlabs.spark;

import com.google.common.base.Throwables;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a line why Spark gave a task up. */
final class FailureReason {

  /** Spark's own report: the last attempt with its host, and then what was thrown there. */
  private static final Pattern LAST_ATTEMPT =
      Pattern.compile("\\(TID \\d+\\) \\([^)]*\\): (?:[\\w.$]+(?:Exception|Error): )?([^\\n]+)");

  private FailureReason() {}

  static String of(Throwable failure) {
    Throwable first = Throwables.getRootCause(failure);
    String message = String.valueOf(first.getMessage());
    for (Throwable at : Throwables.getCausalChain(failure)) {
      Matcher attempt = LAST_ATTEMPT.matcher(String.valueOf(at.getMessage()));
      if (attempt.find()) {
        message = attempt.group(1);
      }
    }
    return message.contains("more recent version of the Java Runtime")
        ? "The executors run an older Java than the driver, which is %d: set spark.executorEnv.JAVA_HOME."
            .formatted(Runtime.version().feature())
        : message.lines().findFirst().orElse(first.getClass().getSimpleName());
  }
}
