package cnnlabs.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Splits a cell into Java statements and magics.
 *
 * <p>A magic stands where a statement could begin, at the start of a line. A {@code %} at the start
 * of a line inside a statement is Java's remainder operator.
 */
final class CellParser {
  private static final Pattern CELL_MAGIC =
      Pattern.compile(
          "\\s*%%(?<name>\\w+)[ \\t]*(?<arguments>[^\\n]*)(?:\\n(?<body>.*))?", Pattern.DOTALL);
  private static final Pattern LINE_MAGIC =
      Pattern.compile("%(?<name>\\w+)[ \\t]*(?<arguments>[^\\n]*)");
  private static final Pattern ARGUMENT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

  private final Function<String, CompletionInfo> analyzer;

  /** What a cell consists of. */
  sealed interface Part permits Java, LineMagic, CellMagic {}

  /** A Java statement, or what is left of a cell that is no complete Java. */
  record Java(Fragment fragment) implements Part {}

  /**
   * A line such as {@code %maven g:a:v}; its arguments are split at blanks, {@code rest} is not.
   */
  record LineMagic(String name, String rest, int line) implements Part {
    List<String> arguments() {
      return split(rest);
    }
  }

  /** A cell such as {@code %%time}, with everything below its first line. */
  record CellMagic(String name, String rest, String body, int bodyLine) implements Part {
    List<String> arguments() {
      return split(rest);
    }
  }

  CellParser(SourceCodeAnalysis analysis) {
    this.analyzer = analysis::analyzeCompletion;
  }

  /**
   * Splits the source of a cell or script that is called {@code origin} and begins at the given
   * line of it.
   */
  List<Part> parse(String origin, int firstLine, String source) {
    Matcher cellMagic = CELL_MAGIC.matcher(source);
    if (cellMagic.matches()) {
      int line = firstLine + lines(source.substring(0, cellMagic.start("name")));
      String body = cellMagic.group("body");
      return List.of(
          new CellMagic(
              cellMagic.group("name"),
              cellMagic.group("arguments").strip(),
              body == null ? "" : body,
              line + 1));
    }
    List<Part> parts = new ArrayList<>();
    int position = 0;
    while ((position = startOfStatement(source, position)) < source.length()) {
      int line = firstLine + lines(source.substring(0, position));
      Matcher magic = LINE_MAGIC.matcher(source).region(position, source.length());
      if (isFirstOfLine(source, position) && magic.lookingAt()) {
        parts.add(new LineMagic(magic.group("name"), magic.group("arguments").strip(), line));
        position = magic.end();
      } else {
        String rest = source.substring(position);
        CompletionInfo first = analyzer.apply(rest);
        // Of 'if (a)', all remains: it is one part as it is.
        boolean complete = first.source() != null && first.remaining().length() < rest.length();
        parts.add(new Java(new Fragment(origin, line, complete ? first.source() : rest)));
        position = complete ? source.length() - first.remaining().length() : source.length();
      }
    }
    return parts;
  }

  /** Splits the arguments of a magic at blanks; double quotes keep blanks together. */
  static List<String> split(String arguments) {
    List<String> split = new ArrayList<>();
    Matcher argument = ARGUMENT.matcher(arguments);
    while (argument.find()) {
      String quoted = argument.group(1);
      split.add(quoted == null ? argument.group(2) : quoted.replaceAll("\\\\(.)", "$1"));
    }
    return split;
  }

  /** The position of the next character that is neither blank nor part of a comment. */
  private static int startOfStatement(String source, int from) {
    int position = from;
    while (position < source.length()) {
      if (Character.isWhitespace(source.charAt(position))) {
        position++;
      } else if (source.startsWith("//", position)) {
        int end = source.indexOf('\n', position);
        position = end < 0 ? source.length() : end;
      } else if (source.startsWith("/*", position) && source.indexOf("*/", position + 2) >= 0) {
        position = source.indexOf("*/", position + 2) + 2;
      } else {
        return position;
      }
    }
    return position;
  }

  private static boolean isFirstOfLine(String source, int position) {
    return source.substring(source.lastIndexOf('\n', position - 1) + 1, position).isBlank();
  }

  private static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
