package cnnlabs.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the libraries on the cells' class path say on how values show themselves.
 *
 * <p>Kernel and library know nothing of each other. A library names a class of its own in {@code
 * META-INF/services/cnnlabs.rendering}, one a line, which has a constructor without parameters and
 * is a {@code Function<Object, Map<String, String>>}: for a value, its forms by MIME type, or none.
 */
final class LibraryForms {
  private static final String NAMES = "META-INF/services/cnnlabs.rendering";

  private LibraryForms() {}

  /**
   * The forms of a value, from the first library that has any.
   *
   * @throws IllegalStateException if a class that a library names cannot be used
   */
  static Map<?, ?> of(Object value) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader == null || isOfTheJdk(value)) {
      return Map.of();
    }
    try {
      for (URL names : Collections.list(loader.getResources(NAMES))) {
        for (String name : lines(names)) {
          Map<?, ?> forms = ask(name, loader, value);
          if (!forms.isEmpty()) {
            return forms;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of();
  }

  /** To look through all jars for each number and string would cost time. */
  private static boolean isOfTheJdk(@Nullable Object value) {
    Object typical =
        value instanceof Collection<?> all && !all.isEmpty() ? all.iterator().next() : value;
    return typical == null
        || typical.getClass().getClassLoader() == null
        || typical.getClass().getClassLoader() == ClassLoader.getPlatformClassLoader();
  }

  private static Iterable<String> lines(URL names) throws IOException {
    // A jar may be replaced while it is open: no cache.
    var connection = names.openConnection();
    connection.setUseCaches(false);
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  private static Map<?, ?> ask(String name, ClassLoader loader, Object value) {
    try {
      @SuppressWarnings("unchecked") // What the file's name promises.
      Function<Object, Map<?, ?>> forms =
          Class.forName(name, true, loader)
              .asSubclass(Function.class)
              .getConstructor()
              .newInstance();
      return forms.apply(value);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalStateException("'%s', which %s names: %s".formatted(name, NAMES, e), e);
    }
  }
}
