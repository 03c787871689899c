package cnnlabs.data;

import java.io.IOException;
import java.nio.file.Path;

/** A data file is missing, truncated or not what its format asks for. */
public final class DataFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Names the file, what was expected of it, what was found and what to do.
   *
   * @param file the file
   * @param expected what its format asks for
   * @param found what is there, with its value
   * @param remedy what the reader can do, a sentence
   */
  public DataFileException(Path file, String expected, String found, String remedy) {
    super("%s: expected %s, found %s. %s".formatted(file, expected, found, remedy));
  }

  /** What an input or output error says, in words. */
  static String reason(IOException e) {
    String kind = e.getClass().getSimpleName();
    return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
  }
}
