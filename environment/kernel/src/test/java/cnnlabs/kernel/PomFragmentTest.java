package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PomFragmentTest {
  private static final String DEPENDENCY = "<dependency>\n<groupId>g</groupId></dependency>";

  @Test
  void bareElementsAreCollected() throws CellError {
    assertThat(PomFragment.complete("<repository>r</repository>\n" + DEPENDENCY))
        .startsWith("<project>")
        .contains("<repositories><repository>r</repository></repositories>")
        .contains("<dependencies>" + DEPENDENCY + "</dependencies>")
        .endsWith("</project>");
  }

  @Test
  void childrenOfAProjectAreKept() throws CellError {
    String children = "<properties/><dependencies>" + DEPENDENCY + "</dependencies>";
    assertThat(PomFragment.complete(children)).contains(children).startsWith("<project>");
  }

  @Test
  void wholePomIsTakenAsItIs() throws CellError {
    String pom = "<project xmlns='x'><dependencies>" + DEPENDENCY + "</dependencies></project>";
    assertThat(PomFragment.complete(" " + pom + "\n")).isEqualTo(pom);
  }

  @Test
  void brokenXmlIsNamedWithItsLine() {
    assertThatThrownBy(() -> PomFragment.complete("<dependency>\n<groupId>g</dependency>"))
        .isInstanceOf(CellError.class)
        .hasMessageStartingWith("the XML is broken in its line 2: ")
        .hasMessageContaining("groupId");
  }

  @Test
  void textWithoutADependencyIsRefused() {
    assertThatThrownBy(() -> PomFragment.complete("org.apache.commons:commons-csv:1.10.0"))
        .isInstanceOf(CellError.class)
        .hasMessageStartingWith("there is no <dependency>");
  }
}
