package cnnlabs.spark;

import org.apache.spark.SparkConf;

/** The memory outside the heap, where the arrays of the networks lie. Spark must be told of it. */
final class OffHeap {

  private static final String OVERHEAD = "spark.executor.memoryOverhead";

  /** Of the JVM and ND4J, before there is a network, in MiB. */
  private static final int BASE = 512;

  /** Of a network of the labs while it trains, in MiB. */
  private static final int A_NETWORK = 512;

  private OffHeap() {}

  /** Sets it for one network per core of an executor, unless the user has set it. */
  static SparkConf counted(SparkConf configuration) {
    int cores = configuration.getInt("spark.executor.cores", 1);
    return configuration.setIfMissing(OVERHEAD, BASE + cores * A_NETWORK + "m");
  }
}
