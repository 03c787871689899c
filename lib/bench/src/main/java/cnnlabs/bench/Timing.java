package cnnlabs.bench;

/**
 * One round of one engine.
 *
 * @param iterations of all networks together
 * @param nanos from the first to the last
 * @param processorNanos what the processes computed meanwhile, on all cores
 */
record Timing(int iterations, long nanos, long processorNanos) {

  /** Milliseconds an iteration. */
  double millis() {
    return nanos / 1e6 / iterations;
  }

  /** Processor milliseconds an iteration. */
  double processorMillis() {
    return processorNanos / 1e6 / iterations;
  }
}
