package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeAssistantTest {
  private static final JShell SHELL = JShell.create();

  /** Beginnings, ends and middles of statements. */
  private static final List<String> FRAGMENTS =
      List.of(
          "if(true)", "if (a) b(); else", "for (;;)", "for (int i : list)", "while (x)", "do",
          "label:", "else", "case 1:", "default ->", "switch (x)", "try { }", "catch (E e) { }",
          "synchronized (x)", "throw", "return", "new", "x ->", "a ? b", "List<", "int[] a = {1,",
          "@Override", "@", "package foo;", "import java", "import java.util.*", "class A",
          "void f()", "record R(", "\"abc", "'", "\"\"\"\n", "/* open", "// note", "*/", "\\",
          "\\u00", "#", "$", "`", ";", ";;", "}", "{", "(", ")", "]", "{}", "\u0000", "\uD800",
          "%time x", "%%time", "0x", "1e", ".", "...", "::", "->", "var x", "yield 1;", "1 + 1");

  private final CodeAssistant assistant =
      new CodeAssistant(SHELL.sourceCodeAnalysis(), Set.of("time"));

  @AfterAll
  static void close() {
    SHELL.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if(true)", "if (q > 1)", "for(int i = 0; i < 3; i++)", "while(x)", "if(a) b(); else",
        "label:", "int a = 1;\nif (a > 0)", "for (;;) {", "void f() {"
      })
  void statementWithoutItsBodyIsIncomplete(String code) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertThat(assistant.isComplete(code)).isBlank());
  }

  static Stream<String> twoFragments() {
    return FRAGMENTS.stream()
        .flatMap(
            first ->
                Stream.of("", " ", "\n", ";\n")
                    .flatMap(
                        between ->
                            Stream.of("", "if(true)", "int a = 1;", "}")
                                .map(second -> first + between + second)));
  }

  @Test
  void everyFragmentIsAnswered() {
    CellParser parser = new CellParser(SHELL.sourceCodeAnalysis());
    assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () ->
            twoFragments()
                .forEach(
                    code -> {
                      assertThat(assistant.isComplete(code)).as(code).isNotNull();
                      assertThat(parser.parse("cell [1]", 1, code)).as(code).isNotNull();
                    }));
  }
}
