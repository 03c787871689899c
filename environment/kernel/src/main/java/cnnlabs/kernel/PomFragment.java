package cnnlabs.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Completes what stands below {@code %%loadFromPOM} to a POM. */
final class PomFragment {
  private static final Pattern REPOSITORY =
      Pattern.compile("<repository>.*?</repository>", Pattern.DOTALL);
  private static final Pattern DEPENDENCY =
      Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);

  private PomFragment() {}

  /**
   * Makes a POM of a text that is one, of the children of {@code <project>}, or of bare {@code
   * <dependency>} and {@code <repository>} elements.
   */
  static String complete(String text) {
    if (text.contains("<project")) {
      return text.strip();
    }
    String children =
        text.contains("<dependencies>")
            ? text
            : "<repositories>"
                + all(REPOSITORY, text)
                + "</repositories><dependencies>"
                + all(DEPENDENCY, text)
                + "</dependencies>";
    return "<project><modelVersion>4.0.0</modelVersion><groupId>notebook</groupId><artifactId>cell</artifactId>"
        + "<version>1</version>"
        + children
        + "</project>";
  }

  private static String all(Pattern element, String text) {
    StringBuilder found = new StringBuilder();
    Matcher matcher = element.matcher(text);
    while (matcher.find()) {
      found.append(matcher.group());
    }
    return found.toString();
  }
}
