package cnnlabs.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The four files of MNIST in the IDX format, plain or compressed with gzip.
 *
 * <p>Source: <a href="http://yann.lecun.com/exdb/mnist/">the data set's page</a>.
 *
 * @param trainingSize images; 60,000 but in tests
 * @param testSize images; 10,000 but in tests
 * @param training what makes its training images MNIST's: {@link RecordDigests#whole}
 * @param test what makes its test images MNIST's
 */
record MnistFiles(int trainingSize, int testSize, String training, String test)
    implements DataFiles {

  private static final String TRAINING = "train";
  private static final String TEST = "t10k";
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";

  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
  private static final List<String> CLASS_NAMES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private static final String ALL_FOUR =
      "The folder needs all four: images and labels for training and test.";
  private static final String REMEDY =
      "Lay the file there again, complete, as MNIST's page and its mirrors have it, or take it"
          + " away.";

  @Override
  public String name() {
    return "MNIST";
  }

  @Override
  public String subfolder() {
    return "mnist";
  }

  @Override
  public List<Optional<Path>> in(Path folder) {
    return Stream.of(TRAINING + IMAGES, TRAINING + LABELS, TEST + IMAGES, TEST + LABELS)
        .map(file -> find(folder, file + ".gz", file))
        .toList();
  }

  @Override
  public Split read(Path folder) {
    return Split.of(
        read(folder, TRAINING, trainingSize, training), read(folder, TEST, testSize, test));
  }

  private ImageDataset read(Path folder, String part, int size, String published) {
    Path imagesFile = require(folder, ALL_FOUR, part + IMAGES + ".gz", part + IMAGES);
    Path labelsFile = require(folder, ALL_FOUR, part + LABELS + ".gz", part + LABELS);
    byte[] labels = new IdxFile(labelsFile, REMEDY).read(size);
    for (int i = 0; i < size; i++) {
      if ((labels[i] & 0xff) >= CLASS_NAMES.size()) {
        throw new DataFileException(
            labelsFile,
            "a label of 0 to %d for image %d".formatted(CLASS_NAMES.size() - 1, i),
            "label " + (labels[i] & 0xff),
            REMEDY);
      }
    }
    byte[] pixels = new IdxFile(imagesFile, REMEDY).read(size, SHAPE.height(), SHAPE.width());
    Provenance provenance = RecordDigests.of(pixels, labels).provenance(name(), published);
    return ImageDataset.of(provenance, SHAPE, CLASS_NAMES, pixels, labels);
  }
}
