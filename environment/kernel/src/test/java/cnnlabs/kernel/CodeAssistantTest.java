package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
          "if(true)",
          "if (a) b(); else",
          "for (;;)",
          "for (int i : list)",
          "while (x)",
          "do",
          "label:",
          "else",
          "case 1:",
          "default ->",
          "switch (x)",
          "try { }",
          "catch (E e) { }",
          "synchronized (x)",
          "throw",
          "return",
          "new",
          "x ->",
          "a ? b",
          "List<",
          "int[] a = {1,",
          "@Override",
          "@",
          "package foo;",
          "import java",
          "import java.util.*",
          "class A",
          "void f()",
          "record R(",
          "\"abc",
          "'",
          "\"\"\"\n",
          "/* open",
          "// note",
          "*/",
          "\\",
          "\\u00",
          "#",
          "$",
          "`",
          ";",
          ";;",
          "}",
          "{",
          "(",
          ")",
          "]",
          "{}",
          "\u0000",
          "\uD800",
          "%time x",
          "%%time",
          "0x",
          "1e",
          ".",
          "...",
          "::",
          "->",
          "var x",
          "yield 1;",
          "1 + 1");

  private final CodeAssistant assistant =
      new CodeAssistant(SHELL.sourceCodeAnalysis(), Set.of("time"));

  @AfterAll
  static void close() {
    SHELL.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if(true)",
        "if (q > 1)",
        "for(int i = 0; i < 3; i++)",
        "while(x)",
        "if(a) b(); else",
        "label:",
        "int a = 1;\nif (a > 0)",
        "for (;;) {",
        "void f() {"
      })
  void statementWithoutItsBodyIsIncomplete(String code) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> assertThat(assistant.isComplete(code)).isBlank());
  }

  private List<String> complete(String code) {
    return assistant.complete(code, code.length()).getReplacements();
  }

  @Test
  void namesThatTheCellDeclaresAboveAreCompleted() {
    assertThat(complete("int total = 1;\ntota")).containsExactly("total");
    assertThat(complete("void train() {}\ntrai")).containsExactly("train(");
    assertThat(complete("class Neural {}\nNeur")).containsExactly("Neural");
    assertThat(complete("int alpha = 1;\nint beta = alph")).containsExactly("alpha");
  }

  @Test
  void keywordsAreCompleted() {
    assertThat(complete("whi")).containsExactly("while");
    assertThat(complete("int a = 1;\nretu")).containsExactly("return");
    assertThat(complete("while")).isEmpty();
  }

  @Test
  void classThatIsNotImportedIsCompletedByItsFullName() {
    await(() -> SHELL.sourceCodeAnalysis().listQualifiedNames("A", 1).isUpToDate());
    assertThat(complete("new BufferedImage")).contains("java.awt.image.BufferedImage");
    assertThat(assistant.complete("new BufferedImage", 17).getSourceStart()).isEqualTo(4);
    assertThat(complete("new String")).noneMatch(name -> name.contains("java.lang"));
  }

  private static void await(BooleanSupplier condition) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          while (!condition.getAsBoolean()) {
            Thread.sleep(100);
          }
        });
  }

  @Test
  void membersTextsAndCommentsGetNoKeywords() {
    assertThat(complete("String s = \"whi")).isEmpty();
    assertThat(complete("// whi")).isEmpty();
    assertThat(complete("int a = 1; /* whi")).isEmpty();
    assertThat(complete("nothing.whi")).isEmpty();
    assertThat(complete("String s = \"a\"; whi")).containsExactly("while");
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
