package cnnlabs.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The four files of MNIST in the IDX format, plain or compressed with gzip.
 *
 * <p>Source: <a href="http://yann.lecun.com/exdb/mnist/">the data set's page</a>.
 */
final class MnistFiles implements DataFiles {

  static final ImageShape SHAPE = new ImageShape(1, 28, 28);

  static final List<String> CLASS_NAMES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private static final String REMEDY =
      "Lay the file there again, complete, as MNIST's page and its mirrors have it, or take it"
          + " away.";

  /** The files' names without an ending, and the published MD5 of each, uncompressed. */
  private enum Part {
    TRAINING_IMAGES("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
    TRAINING_LABELS("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
    TEST_IMAGES("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
    TEST_LABELS("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637");

    private final String file;
    private final String md5;

    Part(String file, String md5) {
      this.file = file;
      this.md5 = md5;
    }
  }

  private final int training;
  private final int test;

  /**
   * Files of a given size.
   *
   * @param training images; 60,000 but in tests
   * @param test images; 10,000 but in tests
   */
  MnistFiles(int training, int test) {
    this.training = training;
    this.test = test;
  }

  @Override
  public String name() {
    return "MNIST";
  }

  @Override
  public String subfolder() {
    return "mnist";
  }

  @Override
  public boolean anyIn(Path folder) {
    return Stream.of(Part.values()).anyMatch(part -> find(folder, part).isPresent());
  }

  @Override
  public boolean allIn(Path folder) {
    return Stream.of(Part.values()).allMatch(part -> find(folder, part).isPresent());
  }

  private Optional<Path> find(Path folder, Part part) {
    return Stream.of(folder.resolve(subfolder()), folder)
        .flatMap(place -> Stream.of(".gz", "").map(end -> place.resolve(part.file + end)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  @Override
  public Split read(Path folder) {
    return Split.of(
        read(folder, Part.TRAINING_IMAGES, Part.TRAINING_LABELS, training),
        read(folder, Part.TEST_IMAGES, Part.TEST_LABELS, test));
  }

  private ImageDataset read(Path folder, Part imagesPart, Part labelsPart, int size) {
    Path imagesFile = require(folder, imagesPart);
    Path labelsFile = require(folder, labelsPart);
    IdxFile labels = IdxFile.read(labelsFile, REMEDY, size);
    byte[] classes = labels.content();
    for (int i = 0; i < size; i++) {
      if ((classes[i] & 0xff) >= CLASS_NAMES.size()) {
        throw new DataFileException(
            labelsFile,
            "a label of 0 to %d for image %d".formatted(CLASS_NAMES.size() - 1, i),
            "label " + (classes[i] & 0xff),
            REMEDY);
      }
    }
    IdxFile images = IdxFile.read(imagesFile, REMEDY, size, SHAPE.height(), SHAPE.width());
    boolean official = images.md5().equals(imagesPart.md5) && labels.md5().equals(labelsPart.md5);
    Provenance provenance =
        official
            ? Provenance.official(name(), "MD5 " + imagesPart.md5 + ", " + labelsPart.md5)
            : Provenance.userFile(name());
    return ImageDataset.of(provenance, SHAPE, CLASS_NAMES, images.content(), classes);
  }

  private Path require(Path folder, Part part) {
    return find(folder, part)
        .orElseThrow(
            () ->
                new DataFileException(
                    folder.resolve(subfolder()).resolve(part.file + ".gz"),
                    "a file of MNIST, with or without .gz",
                    "no file",
                    "The folder needs all four: images and labels for training and test."));
  }
}
