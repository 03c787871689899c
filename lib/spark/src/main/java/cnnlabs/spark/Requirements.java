package cnnlabs.spark;

import cnnlabs.run.RunSettings;
import cnnlabs.train.SweepTask;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an executor must have, so that its runs are those that the driver would have trained.
 *
 * @param java the feature version of Java, such as 17
 * @param library {@link RunSettings#VERSION}
 * @param marker a file in the run store, made for this sweep
 * @param memory bytes of heap that the images need
 */
record Requirements(int java, int library, String marker, long memory) implements Serializable {

  private static final long serialVersionUID = 1;
  private static final long MEBIBYTE = 1 << 20;

  /** Room for Spark, and for what is not an image. */
  private static final long BASE = 256 * MEBIBYTE;

  /** The images lie in Spark's blocks, and as arrays; while they arrive, once more. */
  private static final int COPIES = 3;

  static Requirements of(SharedSplit data, Path marker) {
    return new Requirements(
        Runtime.version().feature(),
        RunSettings.VERSION,
        marker.toString(),
        BASE + COPIES * data.bytes());
  }

  /**
   * Checks this process.
   *
   * @throws IllegalStateException naming what is missing, the host and what to do
   */
  void check(SweepTask task) {
    int hereJava = Runtime.version().feature();
    if (hereJava != java) {
      throw missing(
          ("runs Java %d, and the driver Java %d. Start both with the same version:"
                  + " spark.executorEnv.JAVA_HOME names that of the executors.")
              .formatted(hereJava, java));
    }
    if (RunSettings.VERSION != library) {
      throw missing(
          "has version %d of CNN Labs' arithmetic, and the driver version %d. Give both the same jar."
              .formatted(RunSettings.VERSION, library));
    }
    if (!Files.exists(Path.of(marker))) {
      throw missing(
          ("does not see the run store %s of the driver. Give CNNLABS_RUNS a folder that every machine of the"
                  + " cluster has under the same path, such as one on NFS.")
              .formatted(task.store()));
    }
    task.requireStore();
    long heap = Runtime.getRuntime().maxMemory();
    if (heap < memory) {
      throw missing(
          ("has %d MiB of heap, and the images need %d. Raise spark.executor.memory (with local[N], the notebook's"
                  + " own -Xmx), or take fewer images.")
              .formatted(heap / MEBIBYTE, memory / MEBIBYTE));
    }
  }

  private static IllegalStateException missing(String what) {
    return new IllegalStateException("The executor on %s %s".formatted(host(), what));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unknown host";
    }
  }
}
