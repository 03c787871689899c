package cnnlabs.engine.onednn;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The distribution's oneDNN, which takes the place of the jar's on ARM.
 *
 * <p>The jar's for Linux on ARM asks the linker for functions of another processor's, and never
 * loads. Debian 12's {@code libdnnl2} has the same interface under the same name: loaded before, it
 * is what the binding finds.
 */
final class SystemOneDnn {

  private static final Path LIBRARY = Path.of("/usr/lib/aarch64-linux-gnu/libdnnl.so.2");

  private SystemOneDnn() {}

  /** Loads it where it is needed and installed: to be called before anything else of oneDNN's. */
  static void load() {
    if (System.getProperty("os.arch").equals("aarch64") && Files.exists(LIBRARY)) {
      System.load(LIBRARY.toString());
    }
  }
}
