package cnnlabs.notebook;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One output below the cell that is replaced while work goes on, where a kernel shows it. */
final class LiveOutput {

  private Optional<Display> display;
  private @Nullable String id;

  /** Prepares an output that shows itself with the first HTML. */
  LiveOutput(Optional<Display> display) {
    this.display = display;
  }

  /**
   * Shows this HTML in the place of what was shown.
   *
   * @return false where no kernel shows it, or none any more: a text is to do
   */
  boolean show(Supplier<String> html) {
    if (display.isEmpty()) {
      return false;
    }
    String shown = html.get();
    try {
      if (id == null) {
        id = display.get().show(shown);
      } else {
        display.get().update(id, shown);
      }
      return true;
    } catch (IllegalStateException e) {
      // What only tells of the work must not end it.
      System.err.println(e.getMessage() + ". Lines of text follow.");
      display = Optional.empty();
      return false;
    }
  }
}
