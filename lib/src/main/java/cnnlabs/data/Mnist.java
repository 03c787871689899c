package cnnlabs.data;

import cnnlabs.data.files.RemoteFile;
import cnnlabs.data.standin.StrokeDigits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * MNIST: 60,000 training and 10,000 test images {@code [1, 28, 28]} of handwritten digits.
 *
 * <p>LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition",
 * 1998; <a href="http://yann.lecun.com/exdb/mnist/">the data set's page</a>, which is often closed.
 *
 * <p>Its files are {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code
 * t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, with or without {@code .gz}, right in
 * a folder of data sets or in its folder {@code mnist}. They are MNIST where their records are the
 * published ones, in any order; else a user file.
 */
public final class Mnist {

  // Computed from the files whose published MD5s are 6bbc9ace898e44ae57da46a324031adb and
  // a25bea736e30d166cdddb491f175f624, 2646ac647ad5339dbf082846283269ea and
  // 27ae3e4e09519cfbb04c329615203637 (images and labels, uncompressed).
  private static final MnistFiles FILES =
      new MnistFiles(
          60_000,
          10_000,
          "3655811c0e1223700a4714a92a51f55bd215ed7dc1fa2baa4326a2b58042d82d",
          "634538fb34c5277fce98470b8b285d1e8419eb87f328da42ef1faf690d2c3911");

  private static final StandIn STAND_IN =
      new StandIn(FILES.name(), StrokeDigits.painter(), 60_000, 10_000);

  private static final DataSource SOURCE =
      DataSource.of(
          FILES,
          List.of(
              remote("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
              remote("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
              remote("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
              remote("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c")),
          STAND_IN::whole);

  private Mnist() {}

  private static RemoteFile remote(String name, long bytes, String md5) {
    return RemoteFile.of(
        name,
        bytes,
        md5,
        "https://ossci-datasets.s3.amazonaws.com/mnist/" + name,
        "https://storage.googleapis.com/cvdf-datasets/mnist/" + name);
  }

  /**
   * Loads from the folder that the environment variable {@code CNNLABS_DATA} names, else from the
   * cache in the user's home, else from the web, unless {@code CNNLABS_OFFLINE} is set. Where it is
   * not available, the stand-in takes its place and a line says so: digits drawn as strokes.
   *
   * @throws DataFileException if a folder has files that are not complete or not what their format
   *     asks for
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
   * The start of the stand-in, for quick trials and tests: digits drawn as strokes.
   *
   * @param trainingImages 1 to 60,000
   * @param testImages 1 to 10,000
   * @param seed decides every image; {@link #load()} takes 1
   * @throws IllegalArgumentException if a number of images is out of its range
   */
  public static Split standIn(int trainingImages, int testImages, long seed) {
    return STAND_IN.split(trainingImages, testImages, seed);
  }
}
