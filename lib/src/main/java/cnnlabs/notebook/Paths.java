package cnnlabs.notebook;

import java.nio.file.Path;

/** Paths as a reader knows them. */
final class Paths {

  private Paths() {}

  /** From the notebook's folder or, with a {@code ~}, from the user's home, where it lies there. */
  static String brief(Path path) {
    return brief(path, Path.of("").toAbsolutePath(), Path.of(System.getProperty("user.home")));
  }

  static String brief(Path path, Path here, Path home) {
    if (path.startsWith(here) && !path.equals(here)) {
      return here.relativize(path).toString();
    }
    return path.startsWith(home)
        ? Path.of("~").resolve(home.relativize(path)).toString()
        : path.toString();
  }
}
