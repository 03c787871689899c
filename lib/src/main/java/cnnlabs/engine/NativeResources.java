package cnnlabs.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.Pointer;

/** Native objects, each with the way to free it, freed in the reverse order of their making. */
final class NativeResources implements AutoCloseable {

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

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
