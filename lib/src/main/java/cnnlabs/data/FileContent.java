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

  /** Says how long a file is, and whether it is a web page or an archive in the wrong place. */
  static String describe(Path file) throws IOException {
    long size = Files.size(file);
    if (size == 0) {
      return "an empty file";
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(START);
    }
    String kind = "";
    if (isWebPage(start)) {
      kind = " of a web page";
    } else if (isGzip(start)) {
      kind = " of gzip";
    }
    return "%,d bytes%s".formatted(size, kind);
  }

  static boolean isGzip(byte[] start) {
    return start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
  }

  static boolean isWebPage(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    return text.startsWith("<!doctype") || text.startsWith("<html") || text.startsWith("<?xml");
  }
}
