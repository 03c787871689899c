package cnnlabs.data;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of images and their classes, a line an image: the path, white space, the class as a whole
 * number. {@code images/red circle/7.png 12}.
 *
 * <p>A path is relative to the list's folder, has {@code /} between its parts and may hold spaces.
 * Empty lines and lines that begin with {@code #} are passed over. The text is UTF-8.
 *
 * @param file the list
 * @param entries in the order of the lines, at least one
 */
record ImageList(Path file, List<Entry> entries) {

  static final int MOST_CLASSES = 256;

  private static final String FORM = "lines such as 'images/cat/1.png 3'";

  /**
   * One image.
   *
   * @param line from 1
   * @param path of the picture, within the list's folder
   * @param label its class, 0 to 255
   */
  record Entry(int line, Path path, int label) {}

  ImageList {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a list.
   *
   * @throws DataFileException naming the line, if the list is missing or empty, or a line is not of
   *     the form, leaves the folder, or has a class that cannot be
   */
  static ImageList read(Path file) {
    List<Entry> entries = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      Interruption.check("a list of images was read"); // Each path is looked up on the disk.
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(file, i + 1, line));
      }
    }
    if (entries.isEmpty()) {
      throw new DataFileException(file, FORM, "none", "List the images, a line each.");
    }
    return new ImageList(file, entries);
  }

  private static List<String> lines(Path file) {
    try {
      return textLines(file);
    } catch (CharacterCodingException e) {
      throw new DataFileException(
          file, FORM + " in UTF-8", "other bytes", "Save the list as UTF-8 text.");
    } catch (IOException e) {
      throw DataFileException.unreadable(
          file, e, "A folder of images has train.txt, val.txt and test.txt.");
    }
  }

  /** The lines of a text in UTF-8, without the mark that some editors put before the first. */
  static List<String> textLines(Path file) throws IOException {
    return Files.readString(file).replaceFirst("^\ufeff", "").lines().toList();
  }

  private static Entry entry(Path file, int number, String line) {
    String text = line.replaceFirst("\\s+\\S+$", "");
    String label = line.substring(text.length()).strip();
    if (!label.matches("-?\\d{1,9}")) {
      throw fault(file, number, FORM, "'%s'".formatted(line), "Put the class behind the path.");
    }
    int value = Integer.parseInt(label);
    if (value < 0 || value >= MOST_CLASSES) {
      throw fault(
          file,
          number,
          "a class from 0 to " + (MOST_CLASSES - 1),
          String.valueOf(value),
          "Number the classes from 0.");
    }
    return new Entry(number, path(file, number, text), value);
  }

  /** A path that stays within the list's folder, by its parts and by what links lead to. */
  private static Path path(Path file, int number, String text) {
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    try {
      Path path = folder.resolve(text).normalize();
      if (Path.of(text).isAbsolute() || !path.startsWith(folder) || leads(path, folder)) {
        throw fault(
            file,
            number,
            "a path within its folder",
            "'%s', which leaves it".formatted(text),
            "Put the image into the folder.");
      }
      return path;
    } catch (InvalidPathException e) {
      throw fault(file, number, "a path", "'%s'".formatted(text), "Correct the line.");
    }
  }

  private static boolean leads(Path path, Path folder) {
    try {
      return Files.exists(path) && !path.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return true;
    }
  }

  /** An error that names the line. */
  static DataFileException fault(
      Path file, int line, String expected, String found, String remedy) {
    return new DataFileException(Path.of(file + ":" + line), expected, found, remedy);
  }
}
