package cnnlabs.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A text on the class path, such as a script. */
public final class TextResource {

  private TextResource() {}

  /** Reads the UTF-8 at a path from the root; {@link IllegalStateException} if it is not there. */
  public static String read(String path) {
    try (InputStream in = TextResource.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is not on the class path: build it again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
