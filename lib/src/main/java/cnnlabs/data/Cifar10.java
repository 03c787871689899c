package cnnlabs.data;

import cnnlabs.data.files.RemoteFile;
import cnnlabs.data.standin.ColouredShapes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * CIFAR-10: 50,000 training and 10,000 test images {@code [3, 32, 32]} of ten classes.
 *
 * <p>Krizhevsky, "Learning multiple layers of features from tiny images", 2009; <a
 * href="https://www.cs.toronto.edu/~kriz/cifar.html">the data set's page</a>.
 *
 * <p>Its files are those of the binary version: {@code data_batch_1.bin} to {@code
 * data_batch_5.bin} and {@code test_batch.bin}, or {@code cifar-10-binary.tar.gz}, right in a
 * folder of data sets or in its folder {@code cifar-10-batches-bin}. They are CIFAR-10 where their
 * records are the published ones, in any order; else a user file.
 */
public final class Cifar10 {

  private static final RemoteFile ARCHIVE =
      RemoteFile.of(
          CifarFiles.ARCHIVE,
          170_052_171,
          "c32a1d4ab5d03f1284b67883e8d87530",
          "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
          "https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/"
              + "cifar-10-binary.tar.gz");

  static final CifarFiles FILES =
      new CifarFiles(
          10_000,
          "55a61f79a40ece2ceda9fb5f9f7078f6ea2fc4952489cef56682bcf92cfcc260",
          "325704b01eb92e1e2a6215ae6a916bb7db7de054af0c496be1c7be2e0fcfbf5f");

  private static final StandIn STAND_IN =
      new StandIn(FILES.name(), ColouredShapes.tenClasses(), 50_000, 10_000);

  private static final DataSource SOURCE = DataSource.of(FILES, List.of(ARCHIVE), STAND_IN::whole);

  private Cifar10() {}

  /**
   * Loads from the folder that the environment variable {@code CNNLABS_DATA} names, else from the
   * cache in the user's home, else from the web, unless {@code CNNLABS_OFFLINE} is set. Where it is
   * not available, the stand-in takes its place and a line says so: coloured shapes of ten classes.
   *
   * @throws DataFileException if a folder has files that are not complete or not what their format
   *     asks for, or a record occurs twice
   */
  public static Split load() {
    return SOURCE.load(DataLocation.ofEnvironment());
  }

  /**
   * Reads the files that are on this machine, if there are any: nothing is downloaded or made.
   *
   * @throws DataFileException as {@link #load()}
   */
  public static Optional<Split> find() {
    return SOURCE.find(DataLocation.ofEnvironment());
  }

  /** The folder where its files are on this machine; empty where {@link #load()} must get them. */
  public static Optional<Path> folder() {
    return SOURCE.folder(DataLocation.ofEnvironment());
  }

  /**
   * The start of the stand-in, for quick trials and tests: coloured shapes.
   *
   * @param trainingImages 1 to 50,000
   * @param testImages 1 to 10,000
   * @param seed decides every image; {@link #load()} takes 1
   * @throws IllegalArgumentException if a number of images is out of its range
   */
  public static Split standIn(int trainingImages, int testImages, long seed) {
    return STAND_IN.split(trainingImages, testImages, seed);
  }
}
