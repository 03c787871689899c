package cnnlabs.notebook;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's rich display, found by reflection: the library runs on this project's kernel, on
 * IJava, on JJava, on rapaio-jupyter-kernel, and without any.
 *
 * @param typeFirst whether both methods take the type before the content, or after it, as an array
 */
record Display(Method display, Method updateDisplay, boolean typeFirst) {

  private static final String HTML = "text/html";

  /** Of each kernel, what finds its display and throws where it is not there, or does not run. */
  private static final List<Kernel> KERNELS =
      List.of(
          () -> likeIjava("cnnlabs.kernel.Notebook"),
          () -> likeIjava("org.dflib.jjava.jupyter.kernel.BaseNotebookStatics"),
          () -> likeIjava("io.github.spencerpark.ijava.runtime.Display"),
          Display::rapaio);

  private static final Optional<Display> FOUND = find();

  private interface Kernel {
    Display find() throws ReflectiveOperationException;
  }

  /** The display of the kernel that runs this code; empty in a plain JVM. */
  static Optional<Display> ofKernel() {
    return FOUND;
  }

  /**
   * Shows HTML below the cell.
   *
   * @return its id, for {@link #update}
   * @throws IllegalStateException if the kernel cannot show it
   */
  String show(String html) {
    Object id = typeFirst ? call(display, HTML, html) : call(display, html, new String[] {HTML});
    return String.valueOf(id);
  }

  /**
   * Replaces what was shown under this id.
   *
   * @throws IllegalStateException if the kernel cannot show it
   */
  void update(String id, String html) {
    if (typeFirst) {
      call(updateDisplay, id, HTML, html);
    } else {
      call(updateDisplay, id, html, new String[] {HTML});
    }
  }

  /** Looks for a kernel that runs: in a plain JVM its classes may be there as well. */
  static Optional<Display> find() {
    for (Kernel kernel : KERNELS) {
      try {
        return Optional.of(kernel.find());
      } catch (ReflectiveOperationException e) {
        // Not this kernel: try the next.
      }
    }
    return Optional.empty();
  }

  private static Display likeIjava(String name) throws ReflectiveOperationException {
    Class<?> methods = Class.forName(name);
    // Shows nothing, and throws where no kernel runs.
    methods.getMethod("render", Object.class, String[].class).invoke(null, "", new String[] {HTML});
    return new Display(
        methods.getMethod("display", Object.class, String[].class),
        methods.getMethod("updateDisplay", String.class, Object.class, String[].class),
        false);
  }

  private static Display rapaio() throws ReflectiveOperationException {
    Class<?> methods = Class.forName("org.rapaio.jupyter.kernel.global.Global");
    Object kernel = Class.forName("org.rapaio.jupyter.kernel.MainApp").getField("kernel").get(null);
    if (kernel == null || kernel.getClass().getMethod("channels").invoke(kernel) == null) {
      throw new ReflectiveOperationException("The kernel does not run");
    }
    return new Display(
        methods.getMethod("display", String.class, Object.class),
        methods.getMethod("updateDisplay", String.class, String.class, Object.class),
        true);
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
