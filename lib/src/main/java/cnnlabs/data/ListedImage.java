package cnnlabs.data;

import cnnlabs.data.files.FileContent;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An image and its class as a line of a list has them, whose form {@link ImageFolder} tells. A path
 * is relative to the list's folder, has {@code /} between its parts and may hold spaces.
 *
 * @param path of the picture, within the list's folder
 * @param label its class, 0 to 255
 */
record ListedImage(Line line, Path path, int label) {

  private static final String FORM = "lines such as 'images/cat/1.png 3'";

  /**
   * A line of a list.
   *
   * @param number from 1
   */
  record Line(Path list, int number, String text) {

    DataFileException fault(String expected, String found, String remedy) {
      return new DataFileException(Path.of(list + ":" + number), expected, found, remedy);
    }
  }

  /**
   * Reads a list: at least one image, in the order of the lines.
   *
   * @throws DataFileException naming the line, if the list is missing or empty, or a line is not of
   *     the form, leaves the folder, or has a class that cannot be
   */
  static List<ListedImage> read(Path list) {
    List<ListedImage> images = new ArrayList<>();
    List<String> lines = lines(list, "A folder of images has train.txt, val.txt and test.txt.");
    for (int i = 0; i < lines.size(); i++) {
      Interruption.check("a list of images was read"); // Each path is looked up on the disk.
      String text = lines.get(i).strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        images.add(of(new Line(list, i + 1, text)));
      }
    }
    if (images.isEmpty()) {
      throw new DataFileException(list, FORM, "none", "List the images, a line each.");
    }
    return images;
  }

  /** The lines of a text in UTF-8, without the mark that some editors put before the first. */
  static List<String> lines(Path file, String remedy) {
    try {
      return Files.readString(file).replaceFirst("^\ufeff", "").lines().toList();
    } catch (CharacterCodingException e) {
      throw new DataFileException(file, "text in UTF-8", "other bytes", "Save it as UTF-8 text.");
    } catch (IOException e) {
      throw DataFileException.unreadable(file, e, remedy);
    }
  }

  private static ListedImage of(Line line) {
    String path = line.text.replaceFirst("\\s+\\S+$", "");
    String label = line.text.substring(path.length()).strip();
    if (!label.matches("-?\\d{1,9}")) {
      throw line.fault(FORM, "'%s'".formatted(line.text), "Put the class behind the path.");
    }
    int value = Integer.parseInt(label);
    if (value < 0 || value >= ImageDataset.MAX_CLASSES) {
      throw line.fault(
          "a class from 0 to " + (ImageDataset.MAX_CLASSES - 1),
          label,
          "Number the classes from 0.");
    }
    return new ListedImage(line, path(line, path), value);
  }

  /** A path that stays within the list's folder, by its parts and by what links lead to. */
  private static Path path(Line line, String text) {
    Path folder = line.list.toAbsolutePath().normalize().resolveSibling("");
    try {
      Path path = folder.resolve(text).normalize();
      if (Path.of(text).isAbsolute()
          || !path.startsWith(folder)
          || (Files.exists(path) && !path.toRealPath().startsWith(folder.toRealPath()))) {
        throw line.fault(
            "a path within its folder",
            "'%s', which leaves it".formatted(text),
            "Put the image into the folder.");
      }
      return path;
    } catch (InvalidPathException e) {
      throw line.fault("a path", "'%s'".formatted(text), "Correct the line.");
    } catch (IOException e) {
      throw line.fault("a path that can be followed", FileContent.reason(e), "Correct the line.");
    }
  }
}
