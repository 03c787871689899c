package cnnlabs.data.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a file holds at first sight, in words for an error message. */
public final class FileContent {

  private static final int START = 512;

  private FileContent() {}

  /** Says how long a file is, and whether it is a web page or compressed. */
  public static String describe(Path file) {
    try {
      long size = Files.size(file);
      String kind = isGzip(start(file)) ? " of gzip" : "";
      return size == 0
          ? "an empty file"
          : "%d bytes%s".formatted(size, isWebPage(file) ? " of a web page" : kind);
    } catch (IOException e) {
      return "a file that cannot be read (%s)".formatted(reason(e));
    }
  }

  /** What an input or output error says, in words. */
  public static String reason(IOException e) {
    String kind = e.getClass().getSimpleName();
    return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
  }

  /** Whether a file that starts with these bytes is compressed with gzip. */
  public static boolean isGzip(byte[] start) {
    return start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
  }

  static boolean isWebPage(Path file) throws IOException {
    String text =
        new String(start(file), StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    return text.startsWith("<!doctype") || text.startsWith("<html") || text.startsWith("<?xml");
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(START);
    }
  }
}
