package cnnlabs.kernel;

import cnnlabs.kernel.Fragment.Place;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reader's line behind a frame of a stack trace, which names a class that jdk.jshell made
 * up.
 */
final class SnippetPlaces {
  private static final Pattern WRAPPER_CLASS =
      Pattern.compile("(REPL\\.\\$JShell\\$[0-9A-Za-z]+)(?:\\$.*)?");

  private final JShell shell;
  private final Map<String, Fragment> fragments;
  private final Supplier<@Nullable Fragment> running;

  /**
   * Makes a finder.
   *
   * @param fragments what was evaluated, by the id of the snippet that it became
   * @param running what is being evaluated
   */
  SnippetPlaces(
      JShell shell, Map<String, Fragment> fragments, Supplier<@Nullable Fragment> running) {
    this.shell = shell;
    this.fragments = fragments;
    this.running = running;
  }

  /** Whether a frame is the reader's code. */
  static boolean isSnippet(StackTraceElement frame) {
    return WRAPPER_CLASS.matcher(frame.getClassName()).matches();
  }

  /** The reader's line behind a frame, if it is the reader's code. */
  Optional<Place> find(StackTraceElement frame) {
    Matcher wrapper = WRAPPER_CLASS.matcher(frame.getClassName());
    if (!wrapper.matches()) {
      return Optional.empty();
    }
    for (Snippet snippet : shell.snippets().toList()) {
      SnippetWrapper wrapped = shell.sourceCodeAnalysis().wrapper(snippet);
      // A snippet that runs right now has no entry yet.
      Fragment known = fragments.get(snippet.id());
      Fragment fragment = known != null ? known : running.get();
      if (fragment != null && wrapped.fullClassName().equals(wrapper.group(1))) {
        int offset = sourceOffset(wrapped, frame.getLineNumber());
        if (offset >= 0) {
          return Optional.of(fragment.placeOf(offset));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The first position in the snippet's source that went into a line of its wrapper class, or into
   * one below it, or -1.
   *
   * <p>For {@code new Net(-1)} the compiler notes the line of {@code return}, which jdk.jshell put
   * above the reader's line.
   */
  private static int sourceOffset(SnippetWrapper wrapper, int line) {
    String text = wrapper.wrapped();
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    for (int position = start; position < text.length(); position++) {
      int source = wrapper.wrappedToSourcePosition(position);
      if (source >= 0 && wrapper.sourceToWrappedPosition(source) == position) {
        return source;
      }
    }
    return -1;
  }
}
