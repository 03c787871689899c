package cnnlabs.data;

import java.nio.file.Path;

/**
 * CIFAR-10: 50,000 training and 10,000 test images {@code [3, 32, 32]} of ten classes.
 *
 * <p>Krizhevsky, "Learning multiple layers of features from tiny images", 2009; <a
 * href="https://www.cs.toronto.edu/~kriz/cifar.html">the data set's page</a>.
 */
public final class Cifar10 {

  private static final String ARCHIVE_MD5 = "c32a1d4ab5d03f1284b67883e8d87530";
  private static final int RECORDS_A_BATCH = 10_000;

  private Cifar10() {}

  /**
   * Reads the binary version from a folder: {@code data_batch_1.bin} to {@code data_batch_5.bin}
   * and {@code test_batch.bin}, or {@code cifar-10-binary.tar.gz}, right in it or in its folder
   * {@code cifar-10-batches-bin}.
   *
   * @throws DataFileException if a file is missing, truncated, or not what its format asks for
   */
  public static Split load(Path dataFolder) {
    return new CifarFiles(RECORDS_A_BATCH, ARCHIVE_MD5).read(dataFolder);
  }
}
