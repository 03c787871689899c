package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PomFragmentTest {
  private static final String DEPENDENCY = "<dependency>\n<groupId>g</groupId></dependency>";

  @Test
  void bareElementsAreCollected() {
    assertThat(PomFragment.complete("<repository>r</repository>\n" + DEPENDENCY))
        .startsWith("<project>")
        .contains("<repositories><repository>r</repository></repositories>")
        .contains("<dependencies>" + DEPENDENCY + "</dependencies>")
        .endsWith("</project>");
  }

  @Test
  void childrenOfAProjectAreKept() {
    String children = "<properties/><dependencies>" + DEPENDENCY + "</dependencies>";
    assertThat(PomFragment.complete(children)).contains(children).startsWith("<project>");
  }

  @Test
  void wholePomIsTakenAsItIs() {
    assertThat(PomFragment.complete(" <project xmlns='x'></project>\n"))
        .isEqualTo("<project xmlns='x'></project>");
  }
}
