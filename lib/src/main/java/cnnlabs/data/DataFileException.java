package cnnlabs.data;

import cnnlabs.data.files.FileContent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.zip.ZipException;

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

  /** That a file cannot be read, or that reading it was interrupted: then the flag stays set. */
  static RuntimeException unreadable(Path file, IOException cause, String remedy) {
    if (cause instanceof ClosedByInterruptException) {
      return Interruption.during("%s was read".formatted(file));
    }
    String reason = FileContent.reason(cause);
    return cause instanceof EOFException || cause instanceof ZipException
        ? new DataFileException(
            file,
            "a complete file of gzip",
            "%s (%s)".formatted(FileContent.describe(file), reason),
            remedy)
        : new DataFileException(file, "a file that can be read", reason, remedy);
  }
}
