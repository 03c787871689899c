package cnnlabs.spark;

import org.apache.spark.SparkConf;

/** The memory beside the heap, where the arrays of the networks lie: Spark has to be told of it. */
final class OffHeap {

  private static final String OVERHEAD = "spark.executor.memoryOverhead";

  /** Of the JVM and ND4J, before there is a network, in MiB. */
  private static final int BASE = 512;

  /** Of a network of the labs while it trains, in MiB. */
  private static final int A_NETWORK = 512;

  private OffHeap() {}

  /** Counts a network a core of an executor, unless the user has counted. */
  static SparkConf counted(SparkConf configuration) {
    int cores = configuration.getInt("spark.executor.cores", 1);
    return configuration.setIfMissing(OVERHEAD, BASE + cores * A_NETWORK + "m");
  }
}
