package cnnlabs.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * A data set given as a folder of pictures with three lists: {@code train.txt}, {@code val.txt} and
 * {@code test.txt}, and the names of the classes in {@code classes.txt}, a line each, where they
 * have any.
 *
 * <p>A list has a line an image: its path within the folder, white space, its class from 0, such as
 * {@code images/cat/1.png 3}; empty lines and those that begin with {@code #} are passed over.
 * Pictures are PNG or JPEG of any size: the largest middle square is averaged down. Grey becomes
 * three equal channels, 16 bits become 8, transparent places become white.
 */
public final class ImageFolder {

  static final String TRAINING = "train.txt";
  static final String VALIDATION = "val.txt";
  static final String TEST = "test.txt";
  static final String CLASSES = "classes.txt";

  private static final List<String> FORMATS = List.of("PNG", "JPEG");
  private static final String REMEDY = "Put it there, or take its line out of the list.";

  private ImageFolder() {}

  /**
   * Reads the three lists and their pictures.
   *
   * <p>The training images come in a random order that is always the same, so that the first n are
   * a fair sample of a list that is sorted by class.
   *
   * @param folder with the lists
   * @param size height and width of the images that result
   * @param mostTraining training images at most; the others are not read
   * @throws DataFileException naming list and line, if a list is missing or empty, a path leaves
   *     the folder, a picture is missing or unreadable, a class has no name or no training image,
   *     or a picture is listed twice, in one list or in two
   * @throws IllegalArgumentException if a size or a number is below 1
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  public static Split load(Path folder, int size, int mostTraining) {
    if (mostTraining < 1) {
      throw new IllegalArgumentException(
          "%d training images: choose at least 1.".formatted(mostTraining));
    }
    ImageShape shape = new ImageShape(3, size, size);
    ImageList training = ImageList.read(folder.resolve(TRAINING));
    ImageList validation = ImageList.read(folder.resolve(VALIDATION));
    ImageList test = ImageList.read(folder.resolve(TEST));
    requireOnce(List.of(training, validation, test));
    List<String> names = classNames(folder, training);
    requireKnown(names, List.of(training, validation, test));
    requireAll(names, training);
    Provenance provenance = Provenance.userFile(String.valueOf(folder.getFileName()));
    return Split.of(
        read(provenance, shape, names, training, sample(training.entries().size(), mostTraining)),
        read(provenance, shape, names, validation, all(validation)),
        read(provenance, shape, names, test, all(test)));
  }

  /**
   * A picture in two lists would be tested on what was learned from it; one that is twice in a list
   * counts twice there, or has two classes.
   */
  private static void requireOnce(List<ImageList> lists) {
    Map<Path, String> places = new HashMap<>();
    for (ImageList list : lists) {
      for (ImageList.Entry entry : list.entries()) {
        String other =
            places.put(
                entry.path(),
                "%s:%d as class %d"
                    .formatted(list.file().getFileName(), entry.line(), entry.label()));
        if (other != null) {
          throw ImageList.fault(
              list.file(),
              entry.line(),
              "a picture that no other line has",
              "'%s' as class %d, which is in %s"
                  .formatted(entry.path().getFileName(), entry.label(), other),
              "Take one of the two lines out.");
        }
      }
    }
  }

  private static List<String> classNames(Path folder, ImageList training) {
    Path file = folder.resolve(CLASSES);
    if (!Files.exists(file)) {
      int classes = 1 + training.entries().stream().mapToInt(e -> e.label()).max().orElseThrow();
      return IntStream.range(0, classes).mapToObj(label -> "class " + label).toList();
    }
    try {
      List<String> names =
          ImageList.textLines(file).stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
      if (names.isEmpty() || Set.copyOf(names).size() < names.size()) {
        throw new DataFileException(
            file, "names that are all different", names.size() + " names", "Correct the file.");
      }
      return names;
    } catch (IOException e) {
      throw DataFileException.unreadable(file, e, "Save it as UTF-8 text, or take it away.");
    }
  }

  private static void requireKnown(List<String> names, List<ImageList> lists) {
    Path training = lists.get(0).file();
    String source = Files.exists(training.resolveSibling(CLASSES)) ? CLASSES : TRAINING;
    for (ImageList list : lists) {
      for (ImageList.Entry entry : list.entries()) {
        if (entry.label() >= names.size()) {
          throw ImageList.fault(
              list.file(),
              entry.line(),
              "a class from 0 to %d, as %s has them".formatted(names.size() - 1, source),
              String.valueOf(entry.label()),
              "Correct the line.");
        }
      }
    }
  }

  private static void requireAll(List<String> names, ImageList training) {
    boolean[] seen = new boolean[names.size()];
    training.entries().forEach(entry -> seen[entry.label()] = true);
    for (int label = 0; label < seen.length; label++) {
      if (!seen[label]) {
        throw new DataFileException(
            training.file(),
            "images of every class",
            "none of class %d (%s)".formatted(label, names.get(label)),
            "Add some, or number the classes without a gap.");
      }
    }
  }

  private static int[] all(ImageList list) {
    return IntStream.range(0, list.entries().size()).toArray();
  }

  private static int[] sample(int size, int most) {
    SplittableRandom random = RandomStream.of(0, RandomStream.Purpose.HOLD_OUT, 0, 0);
    return IntStream.of(RandomStream.permutation(size, random)).limit(most).toArray();
  }

  private static ImageDataset read(
      Provenance provenance, ImageShape shape, List<String> names, ImageList list, int[] chosen) {
    byte[] pixels = new byte[Math.multiplyExact(chosen.length, shape.volume())];
    byte[] labels = new byte[chosen.length];
    Interruption.forEach(
        chosen.length,
        "pictures were read",
        i -> {
          ImageList.Entry entry = list.entries().get(chosen[i]);
          labels[i] = (byte) entry.label();
          byte[] image = read(list, entry, shape);
          System.arraycopy(image, 0, pixels, i * image.length, image.length);
        });
    return ImageDataset.of(provenance, shape, names, pixels, labels);
  }

  private static byte[] read(ImageList list, ImageList.Entry entry, ImageShape shape) {
    String remedy = "%s:%d names it. %s".formatted(list.file(), entry.line(), REMEDY);
    Picture picture = Picture.read(entry.path(), FORMATS, remedy);
    return AreaMean.bytes(picture.shape(), picture.pixels(), shape.height(), shape.width());
  }
}
