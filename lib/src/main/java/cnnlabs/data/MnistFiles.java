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

  /** The files' names without an ending. */
  private enum Part {
    TRAINING_IMAGES("train-images-idx3-ubyte"),
    TRAINING_LABELS("train-labels-idx1-ubyte"),
    TEST_IMAGES("t10k-images-idx3-ubyte"),
    TEST_LABELS("t10k-labels-idx1-ubyte");

    private final String file;

    Part(String file) {
      this.file = file;
    }
  }

  private final int training;
  private final int test;
  private final PublishedRecords published;

  /**
   * Files of a given size.
   *
   * @param training images; 60,000 but in tests
   * @param test images; 10,000 but in tests
   * @param published what makes them MNIST
   */
  MnistFiles(int training, int test, PublishedRecords published) {
    this.training = training;
    this.test = test;
    this.published = published;
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
        read(folder, Part.TRAINING_IMAGES, Part.TRAINING_LABELS, training, published.training()),
        read(folder, Part.TEST_IMAGES, Part.TEST_LABELS, test, published.test()));
  }

  private ImageDataset read(
      Path folder, Part imagesPart, Part labelsPart, int size, String digest) {
    Path imagesFile = require(folder, imagesPart);
    Path labelsFile = require(folder, labelsPart);
    byte[] labels = IdxFile.read(labelsFile, REMEDY, size);
    for (int i = 0; i < size; i++) {
      if ((labels[i] & 0xff) >= CLASS_NAMES.size()) {
        throw new DataFileException(
            labelsFile,
            "a label of 0 to %d for image %d".formatted(CLASS_NAMES.size() - 1, i),
            "label " + (labels[i] & 0xff),
            REMEDY);
      }
    }
    byte[] pixels = IdxFile.read(imagesFile, REMEDY, size, SHAPE.height(), SHAPE.width());
    Provenance provenance = Provenance.ofRecords(name(), RecordDigests.of(pixels, labels), digest);
    return ImageDataset.of(provenance, SHAPE, CLASS_NAMES, pixels, labels);
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
