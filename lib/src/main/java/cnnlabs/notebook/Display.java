package cnnlabs.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's rich display, found by reflection: the library runs on this project's kernel, on
 * IJava, on JJava, and without any.
 */
final class Display {

  private static final List<String> KERNEL_CLASSES =
      List.of(
          "cnnlabs.kernel.Notebook",
          "org.dflib.jjava.jupyter.kernel.BaseNotebookStatics",
          "io.github.spencerpark.ijava.runtime.Display");

  private static final String[] HTML = {"text/html"};

  private static final Optional<Display> FOUND = find();

  private final Method display;
  private final Method updateDisplay;

  private Display(Method display, Method updateDisplay) {
    this.display = display;
    this.updateDisplay = updateDisplay;
  }

  /** The display of the kernel that runs this code; empty in a plain JVM. */
  static Optional<Display> ofKernel() {
    return FOUND;
  }

  /**
   * Shows HTML below the cell.
   *
   * @return its id, for {@link #update}
   */
  String show(String html) {
    return String.valueOf(call(display, html, HTML));
  }

  /** Replaces what was shown under this id. */
  void update(String id, String html) {
    call(updateDisplay, id, html, HTML);
  }

  private static Optional<Display> find() {
    for (String name : KERNEL_CLASSES) {
      try {
        Class<?> kernel = Class.forName(name);
        return Optional.of(
            new Display(
                kernel.getMethod("display", Object.class, String[].class),
                kernel.getMethod("updateDisplay", String.class, Object.class, String[].class)));
      } catch (ReflectiveOperationException e) {
        // Not this kernel: try the next.
      }
    }
    return Optional.empty();
  }

  private static Object call(Method method, Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(
          "The kernel could not show an output: " + e.getCause(), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("The kernel's " + method + " cannot be called", e);
    }
  }
}
