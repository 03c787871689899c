package cnnlabs.kernel;

import cnnlabs.kernel.Fragment.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Renders exceptions for the reader: the reader's own lines with their text, the library's frames,
 * every cause, and nothing of the kernel or of jdk.jshell.
 */
final class StackTraces {
  private static final int FIRST_FRAMES = 16;
  private static final int LAST_FRAMES = 4;

  private static final Pattern WRAPPER_NAME =
      Pattern.compile("(?:REPL\\.)?\\$JShell\\$[0-9A-Za-z]+[.$]");

  /** What a failed cast says of loaders and modules. */
  private static final Pattern MODULES =
      Pattern.compile(" \\([^()]* in (?:unnamed )?module .*\\)$");

  private static final Pattern HIDDEN =
      Pattern.compile(
          "(cnnlabs\\.kernel|org\\.dflib\\.jjava|jdk\\.jshell|jdk\\.internal|java\\.lang\\.reflect|java\\.lang\\.invoke"
              + "|sun\\.reflect)\\..*|java\\.lang\\.Thread|REPL\\.\\$Cancel\\$");

  private final Function<StackTraceElement, Optional<Place>> places;

  private static final class Repeated {
    final StackTraceElement frame;
    int times = 1;

    Repeated(StackTraceElement frame) {
      this.frame = frame;
    }
  }

  /**
   * Makes a renderer.
   *
   * @param places finds the reader's line behind a frame
   */
  StackTraces(Function<StackTraceElement, Optional<Place>> places) {
    this.places = places;
  }

  /** Takes the names that jdk.jshell made up out of a text. */
  static String readable(String text) {
    return MODULES.matcher(WRAPPER_NAME.matcher(text).replaceAll("")).replaceAll("");
  }

  /** The lines of an exception, its causes and what was suppressed. */
  List<String> render(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    render(thrown, "", List.of(), Collections.newSetFromMap(new IdentityHashMap<>()), lines);
    return lines;
  }

  private void render(
      Throwable thrown,
      String caption,
      List<StackTraceElement> enclosing,
      Set<Throwable> seen,
      List<String> lines) {
    if (!seen.add(thrown)) {
      return;
    }
    lines.add(headline(thrown, caption));
    List<StackTraceElement> trace = Arrays.asList(thrown.getStackTrace());
    addFrames(visible(trace.subList(0, trace.size() - common(trace, enclosing))), lines);
    for (Throwable suppressed : thrown.getSuppressed()) {
      render(suppressed, "Suppressed: ", trace, seen, lines);
    }
    if (thrown.getCause() != null) {
      render(thrown.getCause(), "Caused by: ", trace, seen, lines);
    }
  }

  /** Adds the frames; a recursion's equal ones show once, and of a long trace only its ends. */
  private void addFrames(List<StackTraceElement> frames, List<String> lines) {
    List<Repeated> groups = new ArrayList<>();
    for (StackTraceElement frame : frames) {
      Repeated last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
      if (last != null && last.frame.equals(frame)) {
        last.times++;
      } else {
        groups.add(new Repeated(frame));
      }
    }
    int omitted = groups.size() - FIRST_FRAMES - LAST_FRAMES;
    for (int i = 0; i < groups.size(); i++) {
      Repeated group = groups.get(i);
      if (omitted <= 1 || i < FIRST_FRAMES || i >= FIRST_FRAMES + omitted) {
        lines.add(
            "    at "
                + describe(group.frame)
                + (group.times > 1 ? "  [" + group.times + " times]" : ""));
      } else if (i == FIRST_FRAMES) {
        lines.add("    ... " + omitted + " more");
      }
    }
  }

  private static String headline(Throwable thrown, String caption) {
    String name = Ansi.error(caption + readable(thrown.getClass().getName()));
    return thrown.getLocalizedMessage() == null
        ? name
        : name + ": " + readable(thrown.getLocalizedMessage());
  }

  private static List<StackTraceElement> visible(List<StackTraceElement> trace) {
    // Below the reader's lowest frame there is only the kernel.
    int end = trace.size();
    while (end > 0 && !SnippetPlaces.isSnippet(trace.get(end - 1))) {
      end--;
    }
    return trace.subList(0, end == 0 ? trace.size() : end).stream()
        .filter(frame -> !HIDDEN.matcher(frame.getClassName()).matches())
        .toList();
  }

  private String describe(StackTraceElement frame) {
    if (!SnippetPlaces.isSnippet(frame)) {
      String position =
          frame.getFileName() == null || frame.isNativeMethod()
              ? ""
              : "(%s:%d)".formatted(frame.getFileName(), frame.getLineNumber());
      return frame.getClassName() + "." + frame.getMethodName() + position;
    }
    Optional<Place> place = places.apply(frame);
    String where = Ansi.place(place.map(Place::toString).orElse("a cell"));
    String code = place.map(p -> ":  " + p.text().strip()).orElse("");
    return where + method(frame) + code;
  }

  /** The method of the reader's that a frame is in, if it is in one. */
  private static String method(StackTraceElement frame) {
    String name = frame.getMethodName();
    if (name.startsWith("lambda$")) {
      return ", in a lambda";
    }
    String type = readable(frame.getClassName() + "$");
    boolean statement = name.equals("do_it$") || name.equals("<clinit>");
    if (statement && type.isEmpty()) {
      return "";
    }
    return ", in " + (type.isEmpty() ? "" : type.substring(0, type.length() - 1) + ".") + name;
  }

  /** How many frames two traces have in common at their ends. */
  private static int common(List<StackTraceElement> trace, List<StackTraceElement> enclosing) {
    int common = 0;
    while (common < trace.size()
        && common < enclosing.size()
        && trace
            .get(trace.size() - 1 - common)
            .equals(enclosing.get(enclosing.size() - 1 - common))) {
      common++;
    }
    return common;
  }
}
