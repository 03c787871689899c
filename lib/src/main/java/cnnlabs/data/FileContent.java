package cnnlabs.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a file holds at first sight, in words for an error message. */
final class FileContent {

  private static final int START = 512;

  private FileContent() {}

  /** Says how long a file is, and whether it is a web page or compressed. */
  static String describe(Path file) {
    long size;
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      size = Files.size(file);
      start = in.readNBytes(START);
    } catch (IOException e) {
      return "a file that cannot be read (%s)".formatted(DataFileException.reason(e));
    }
    if (size == 0) {
      return "an empty file";
    }
    String kind = "";
    if (isWebPage(start)) {
      kind = " of a web page";
    } else if (isGzip(start)) {
      kind = " of gzip";
    }
    return "%d bytes%s".formatted(size, kind);
  }

  static boolean isGzip(byte[] start) {
    return start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
  }

  static boolean isWebPage(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    return text.startsWith("<!doctype") || text.startsWith("<html") || text.startsWith("<?xml");
  }
}
