package cnnlabs.engine.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Native objects, each with the way to free it, freed in the reverse order of their making. */
final class NativeResources implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NativeResources.class);

  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Takes over memory that JavaCPP allocated. */
  <P extends Pointer> P own(P pointer) {
    releases.push(pointer::close);
    return pointer;
  }

  /** Takes over an object of oneDNN's, which has a function of its own to free it. */
  <P extends Pointer> P own(P object, ToIntFunction<P> destroy) {
    releases.push(() -> OneDnn.check(destroy.applyAsInt(object), "destroy"));
    return object;
  }

  /**
   * Frees all. What cannot be freed is lost to the process, and a line in the log says so: no
   * result depends on it, so that it fails nobody.
   */
  @Override
  public void close() {
    while (!releases.isEmpty()) {
      try {
        releases.pop().run();
      } catch (RuntimeException e) {
        LOG.warn("Native memory was not freed: {}", e.getMessage());
      }
    }
  }
}
