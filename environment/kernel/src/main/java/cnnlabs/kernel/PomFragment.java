package cnnlabs.kernel;

import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

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
   *
   * @throws CellError if the text is no XML, or has no dependency
   */
  static String complete(String text) throws CellError {
    boolean whole = text.contains("<project");
    requireXml(whole ? text.strip() : "<project>" + text + "</project>");
    if (!text.contains("<dependency>")) {
      throw CellError.of(
          "BrokenPom",
          "there is no <dependency>: write <dependency> with <groupId>, <artifactId>, <version>");
    }
    if (whole) {
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

  private static void requireXml(String text) throws CellError {
    try {
      SAXParserFactory.newDefaultInstance()
          .newSAXParser()
          .parse(new InputSource(new StringReader(text)), new DefaultHandler());
    } catch (SAXParseException e) {
      throw CellError.of(
          "BrokenPom",
          "the XML is broken in its line %d: %s".formatted(e.getLineNumber(), e.getMessage()));
    } catch (SAXException | ParserConfigurationException | IOException e) {
      throw CellError.of("BrokenPom", "the XML cannot be read: " + e.getMessage());
    }
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
