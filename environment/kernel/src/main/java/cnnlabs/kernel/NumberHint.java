package cnnlabs.kernel;

import java.util.Optional;
import java.util.regex.Pattern;

/** What to do about a number such as 8,865, of which the compiler expects something else. */
final class NumberHint {
  private static final Pattern GROUPED =
      Pattern.compile("(?<![\\w.,(])\\d{1,3}(?:,\\d{3})+(?![\\w,)])");

  private NumberHint() {}

  /** A hint, if there is such a number where a line has an error. */
  static Optional<String> of(String line, int column) {
    return GROUPED
        .matcher(line)
        .results()
        .filter(number -> number.start() <= column && column <= number.end())
        .findFirst()
        .map(
            number ->
                "Java writes numbers without a comma: %s or %s."
                    .formatted(number.group().replace(",", ""), number.group().replace(',', '_')));
  }
}
