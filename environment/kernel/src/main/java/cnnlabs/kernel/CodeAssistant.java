package cnnlabs.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the front end asks of unfinished code: how it may go on, what a name means, whether
 * it is complete.
 */
final class CodeAssistant {
  private static final Pattern MAGIC_LINE = Pattern.compile("(?m)^[ \\t]*%+\\w.*$");
  private static final Pattern MAGIC_START = Pattern.compile("(?:^|\\n)[ \\t]*(%%?)(\\w*)$");

  /** The name that is being written, if no dot precedes it. */
  private static final Pattern NAME_START =
      Pattern.compile(
          "(?<![\\p{javaJavaIdentifierPart}]|\\.\\s{0,9})"
              + "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*$");

  /** Texts and comments that are complete, and the beginning of one that is not. */
  private static final Pattern CLOSED =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|//[^\\n]*\\n|/\\*.*?\\*/",
          Pattern.DOTALL);

  private static final Pattern UNCLOSED = Pattern.compile("[\"']|//|/\\*");

  private static final List<String> KEYWORDS =
      List.of(
          ("abstract assert boolean break byte case catch char class continue default do double else"
                  + " enum extends false final finally float for if implements import instanceof int"
                  + " interface long new null private protected public record return short static"
                  + " super switch synchronized this throw throws true try var void volatile while"
                  + " yield")
              .split(" "));

  /** What the front end puts before the next line of a statement that is not complete. */
  private static final String INDENT = "    ";

  private final SourceCodeAnalysis analysis;
  private final Set<String> magics;

  /** Where a statement of a cell begins, its text, and whether it is complete. */
  private record Statement(int start, String source, Completeness completeness) {}

  /**
   * Makes an assistant.
   *
   * @param magics the names of the line magics
   */
  CodeAssistant(SourceCodeAnalysis analysis, Set<String> magics) {
    this.analysis = analysis;
    this.magics = new TreeSet<>(magics);
  }

  /**
   * How the code may go on at a position that is counted in Unicode characters, as Jupyter does.
   */
  ReplacementOptions complete(String code, int at) {
    int cursor = code.offsetByCodePoints(0, Math.min(at, code.codePointCount(0, code.length())));
    String before = code.substring(0, cursor);
    Matcher magic = MAGIC_START.matcher(before);
    if (magic.find()) {
      List<String> names = magics.stream().filter(name -> name.startsWith(magic.group(2))).toList();
      return new ReplacementOptions(names, at - magic.group(2).length(), at);
    }
    String java = withoutMagics(before);
    Matcher name = NAME_START.matcher(java);
    String word = name.find() ? name.group() : "";
    Set<String> texts = new LinkedHashSet<>();
    int from = cursor - word.length();
    // The statements of the cell above the cursor count, too; where they do not parse as one, the
    // last one alone.
    for (int start : new int[] {0, startOfLastStatement(java)}) {
      int[] anchor = {cursor - start};
      List<Suggestion> suggestions =
          analysis.completionSuggestions(java.substring(start), cursor - start, anchor);
      if (!suggestions.isEmpty()) {
        from = start + anchor[0];
        suggestions.stream()
            .sorted(Comparator.comparing((Suggestion s) -> !s.matchesType()))
            .map(Suggestion::continuation)
            .forEach(texts::add);
        break;
      }
    }
    if (!word.isEmpty() && from == cursor - word.length()) {
      texts.addAll(otherNames(java, word));
    }
    return new ReplacementOptions(List.copyOf(texts), code.codePointCount(0, from), at);
  }

  /**
   * What jdk.jshell does not offer: names that the cell declares above, keywords, and a class that
   * is not imported, by its full name.
   */
  private List<String> otherNames(String code, String word) {
    List<Statement> statements = split(code);
    Statement last = statements.get(statements.size() - 1);
    if (UNCLOSED.matcher(CLOSED.matcher(code.substring(last.start())).replaceAll("")).find()) {
      return List.of();
    }
    Stream<String> declared =
        statements.subList(0, statements.size() - 1).stream()
            .flatMap(statement -> analysis.sourceToSnippets(statement.source()).stream())
            .filter(DeclarationSnippet.class::isInstance)
            .map(CodeAssistant::use);
    List<String> names =
        Stream.concat(declared, KEYWORDS.stream())
            .filter(candidate -> candidate.startsWith(word) && !candidate.equals(word))
            .collect(Collectors.toCollection(ArrayList::new));
    if (Character.isUpperCase(word.charAt(0))) {
      QualifiedNames classes = analysis.listQualifiedNames(word, word.length());
      names.addAll(classes.isResolvable() ? List.of() : classes.getNames());
    }
    return names;
  }

  private static String use(Snippet declaration) {
    String name = ((DeclarationSnippet) declaration).name();
    return declaration instanceof MethodSnippet ? name + "(" : name;
  }

  /**
   * What the name at the cursor, or the method whose arguments are being written, is; null when
   * that is not known.
   */
  @Nullable String inspect(String code, int at) {
    int cursor = code.offsetByCodePoints(0, Math.min(at, code.codePointCount(0, code.length())));
    while (cursor < code.length() && Character.isJavaIdentifierPart(code.charAt(cursor))) {
      cursor++;
    }
    String java = withoutMagics(code.substring(0, cursor));
    for (int start : new int[] {0, startOfLastStatement(java)}) {
      for (String suffix : List.of("", "(")) {
        String statement = java.substring(start) + suffix;
        List<Documentation> found = analysis.documentation(statement, statement.length(), true);
        if (!found.isEmpty()) {
          return found.stream()
              .map(CodeAssistant::describe)
              .distinct()
              .collect(Collectors.joining("\n\n"));
        }
      }
    }
    return null;
  }

  /** Whether code can be run as it is, in the words of {@link BaseKernel#isComplete}. */
  String isComplete(String code) {
    List<Statement> statements = split(withoutMagics(code));
    if (statements.isEmpty()) {
      return BaseKernel.IS_COMPLETE_YES;
    }
    return switch (statements.get(statements.size() - 1).completeness()) {
      case COMPLETE, COMPLETE_WITH_SEMI, EMPTY -> BaseKernel.IS_COMPLETE_YES;
      case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> INDENT;
      case UNKNOWN -> BaseKernel.IS_COMPLETE_BAD;
    };
  }

  private static String describe(Documentation documentation) {
    String javadoc = documentation.javadoc();
    return javadoc == null || javadoc.isBlank()
        ? documentation.signature()
        : documentation.signature()
            + "\n"
            + javadoc.replaceAll("<[^>]+>", "").indent(4).stripTrailing();
  }

  /** The code with its magics blanked out, so that positions stay. */
  private static String withoutMagics(String code) {
    return MAGIC_LINE.matcher(code).replaceAll(line -> " ".repeat(line.group().length()));
  }

  private int startOfLastStatement(String code) {
    List<Statement> statements = split(code);
    return statements.isEmpty() ? 0 : statements.get(statements.size() - 1).start();
  }

  /** The statements of a cell, up to the first one that is not complete. */
  private List<Statement> split(String code) {
    List<Statement> statements = new ArrayList<>();
    String rest = code;
    while (!rest.isBlank()) {
      CompletionInfo info = analysis.analyzeCompletion(rest);
      int end = rest.length() - info.remaining().length();
      String source = rest.substring(0, Math.max(0, end));
      statements.add(new Statement(code.length() - rest.length(), source, info.completeness()));
      if (end <= 0) {
        break;
      }
      rest = info.remaining();
    }
    return statements;
  }
}
