package cnnlabs.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  private static final String TRAINING = "train.txt";
  private static final String CLASSES = "classes.txt";

  private static final List<String> FORMATS = List.of("PNG", "JPEG");

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
    List<ListedImage> training = ListedImage.read(folder.resolve(TRAINING));
    List<ListedImage> validation = ListedImage.read(folder.resolve("val.txt"));
    List<ListedImage> test = ListedImage.read(folder.resolve("test.txt"));
    List<ListedImage> all =
        Stream.of(training, validation, test).flatMap(images -> images.stream()).toList();
    requireOnce(all);
    List<String> names = classNames(folder, training);
    requireKnown(folder, names, all);
    requireAll(folder, names, training);
    Provenance provenance = Provenance.userFile(String.valueOf(folder.getFileName()));
    return Split.of(
        read(provenance, shape, names, sample(training, mostTraining)),
        read(provenance, shape, names, validation),
        read(provenance, shape, names, test));
  }

  /**
   * A picture in two lists would be tested on what was learned from it; one that is twice in a list
   * counts twice there, or has two classes.
   */
  private static void requireOnce(List<ListedImage> all) {
    Map<Path, ListedImage> known = new HashMap<>();
    for (ListedImage image : all) {
      ListedImage other = known.put(image.path(), image);
      if (other != null) {
        throw image
            .line()
            .fault(
                "a picture that no other line has",
                "'%s' as class %d, which is in %s:%d as class %d"
                    .formatted(
                        image.path().getFileName(),
                        image.label(),
                        other.line().list().getFileName(),
                        other.line().number(),
                        other.label()),
                "Take one of the two lines out.");
      }
    }
  }

  private static List<String> classNames(Path folder, List<ListedImage> training) {
    Path file = folder.resolve(CLASSES);
    if (!Files.exists(file)) {
      int classes = 1 + training.stream().mapToInt(ListedImage::label).max().orElseThrow();
      return IntStream.range(0, classes).mapToObj(label -> "class " + label).toList();
    }
    List<String> names =
        ListedImage.lines(file, "Make it readable, or take it away.").stream()
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    if (names.isEmpty() || Set.copyOf(names).size() < names.size()) {
      throw new DataFileException(
          file, "names that are all different", names.size() + " names", "Correct the file.");
    }
    return names;
  }

  private static void requireKnown(Path folder, List<String> names, List<ListedImage> all) {
    String source = Files.exists(folder.resolve(CLASSES)) ? CLASSES : TRAINING;
    for (ListedImage image : all) {
      if (image.label() >= names.size()) {
        throw image
            .line()
            .fault(
                "a class from 0 to %d, as %s has them".formatted(names.size() - 1, source),
                String.valueOf(image.label()),
                "Correct the line.");
      }
    }
  }

  private static void requireAll(Path folder, List<String> names, List<ListedImage> training) {
    for (int label = 0; label < names.size(); label++) {
      int wanted = label;
      if (training.stream().noneMatch(image -> image.label() == wanted)) {
        throw new DataFileException(
            folder.resolve(TRAINING),
            "images of every class",
            "none of class %d (%s)".formatted(label, names.get(label)),
            "Add some, or number the classes without a gap.");
      }
    }
  }

  private static List<ListedImage> sample(List<ListedImage> images, int most) {
    SplittableRandom random = RandomStream.of(0, RandomStream.Purpose.HOLD_OUT, 0, 0);
    int[] order = RandomStream.permutation(images.size(), random);
    return IntStream.of(order).limit(most).mapToObj(images::get).toList();
  }

  private static ImageDataset read(
      Provenance provenance, ImageShape shape, List<String> names, List<ListedImage> images) {
    byte[] pixels = new byte[Math.multiplyExact(images.size(), shape.volume())];
    byte[] labels = new byte[images.size()];
    Interruption.forEach(
        images.size(),
        "pictures were read",
        i -> {
          labels[i] = (byte) images.get(i).label();
          byte[] image = read(images.get(i), shape);
          System.arraycopy(image, 0, pixels, i * image.length, image.length);
        });
    return ImageDataset.of(provenance, shape, names, pixels, labels);
  }

  private static byte[] read(ListedImage image, ImageShape shape) {
    ListedImage.Line line = image.line();
    String remedy =
        "%s:%d names it. Put it there, or take its line out of the list."
            .formatted(line.list(), line.number());
    Picture picture = Picture.read(image.path(), FORMATS, remedy);
    return AreaMean.bytes(picture.shape(), picture.pixels(), shape.height(), shape.width());
  }
}
