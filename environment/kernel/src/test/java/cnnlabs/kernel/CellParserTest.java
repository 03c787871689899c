package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.kernel.CellParser.CellMagic;
import cnnlabs.kernel.CellParser.Java;
import cnnlabs.kernel.CellParser.LineMagic;
import cnnlabs.kernel.CellParser.Part;
import java.util.List;
import jdk.jshell.JShell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CellParserTest {
  private static final JShell SHELL = JShell.create();

  private final CellParser parser = new CellParser(SHELL.sourceCodeAnalysis());

  @AfterAll
  static void close() {
    SHELL.close();
  }

  private List<Part> parse(String source) {
    return parser.parse("cell [1]", 1, source);
  }

  private static Java java(int line, String text) {
    return new Java(new Fragment("cell [1]", line, text));
  }

  @Test
  void statementsKnowTheirLines() {
    assertThat(parse("int a = 1; int b = 2;\n\n// note\nif (a > b) {\n  b++;\n}\na + b"))
        .containsExactly(
            java(1, "int a = 1;"),
            java(1, "int b = 2;"),
            java(4, "if (a > b) {\n  b++;\n}"),
            java(7, "a + b"));
  }

  @Test
  void magicStandsWhereAStatementCouldBegin() {
    assertThat(parse("%jars a.jar \"b c.jar\"\nint a = 1;\n  %time run(a)\n"))
        .containsExactly(
            new LineMagic("jars", "a.jar \"b c.jar\"", 1),
            java(2, "int a = 1;"),
            new LineMagic("time", "run(a)", 3));
  }

  @Test
  void percentInsideAStatementIsJava() {
    assertThat(parse("int a = 7\n% 4;")).containsExactly(java(1, "int a = 7\n% 4;"));
    assertThat(parse("int a = 7\n%b;")).containsExactly(java(1, "int a = 7\n%b;"));
    assertThat(parse("String s = \"\"\"\n%jars x\n\"\"\";")).hasSize(1);
  }

  @Test
  void percentInACommentIsNoMagic() {
    assertThat(parse("/*\n%jars x\n*/\nint a;")).containsExactly(java(4, "int a;"));
  }

  @Test
  void cellMagicTakesTheRestOfTheCell() {
    assertThat(parse("\n%%time fast\nint a = 1;\n%b\n"))
        .containsExactly(new CellMagic("time", "fast", "int a = 1;\n%b\n", 3));
    assertThat(parse("%%time")).containsExactly(new CellMagic("time", "", "", 2));
  }

  @Test
  void incompleteAndWrongJavaIsOnePart() {
    assertThat(parse("int a = 1;\nvoid f() {"))
        .containsExactly(java(1, "int a = 1;"), java(2, "void f() {"));
    assertThat(parse("int a = );\nint b;")).hasSize(1);
  }

  @Test
  void blankCellHasNoParts() {
    assertThat(parse("")).isEmpty();
    assertThat(parse(" \n// only this")).isEmpty();
  }

  @Test
  void quotesKeepAnArgumentTogether() {
    assertThat(CellParser.split("a  \"b c\" \"d\\\"e\"")).containsExactly("a", "b c", "d\"e");
  }
}
