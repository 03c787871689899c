package cnnlabs.kernel;

import java.util.List;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * The methods that every cell can call without an import: to show a value, to change what is shown,
 * and to print.
 *
 * <p>They work from the cell's own thread and from any thread that the cell started; what they show
 * belongs to that cell.
 */
public final class Notebook {
  private static volatile String lastDisplayId = "";

  private Notebook() {}

  /**
   * Renders a value without showing it.
   *
   * @param value what to render; a {@code DisplayData} is taken as it is
   * @param mimeTypes the MIME types to render it as, such as {@code text/html} for a string that is
   *     HTML; none for those that suit the value best
   * @return the rendered forms by MIME type
   * @throws IllegalArgumentException if no front end shows such a type, or the value has no such
   *     form
   */
  public static DisplayData render(@Nullable Object value, String... mimeTypes) {
    if (value == null) {
      return new DisplayData("null");
    }
    Rendering rendering = new Rendering(BaseKernel.notebookKernel().getRenderer());
    return mimeTypes.length == 0 || value instanceof DisplayData
        ? rendering.best(value)
        : rendering.as(value, List.of(mimeTypes));
  }

  /**
   * Shows a value below the cell.
   *
   * @param value what to show
   * @param mimeTypes as in {@link #render}
   * @return the id under which {@link #updateDisplay} can change what is shown
   */
  public static String display(@Nullable Object value, String... mimeTypes) {
    DisplayData data = render(value, mimeTypes);
    if (data.getDisplayId() == null) {
      data.setDisplayId(UUID.randomUUID().toString());
    }
    BaseKernel.notebookKernel().display(data);
    lastDisplayId = data.getDisplayId();
    return lastDisplayId;
  }

  /**
   * Replaces what was shown.
   *
   * @param id what {@link #display} returned
   * @param value what to show instead
   * @param mimeTypes as in {@link #render}
   */
  public static void updateDisplay(String id, @Nullable Object value, String... mimeTypes) {
    ((JavaKernel) BaseKernel.notebookKernel()).update(id, render(value, mimeTypes));
  }

  /** Prints to the cell's output, as {@code System.out.printf} does. */
  public static void printf(String format, @Nullable Object... arguments) {
    System.out.printf(format, arguments);
  }

  /**
   * Whether a value is the very id that the last {@link #display} returned, which need not be shown
   * again.
   */
  @SuppressWarnings("ReferenceEquality")
  static boolean isDisplayId(Object value) {
    return value == lastDisplayId;
  }
}
