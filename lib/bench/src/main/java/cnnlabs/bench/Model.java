package cnnlabs.bench;

/** One network in one engine. */
interface Model extends AutoCloseable {

  /**
   * Trains on one batch of the sample.
   *
   * @return the batch's mean loss before the update, which every engine hands over as labs show it
   */
  double train(int batch);

  /**
   * The class probabilities of one batch of the sample, {@code [batchSize, classes]}, of a network
   * with cross-entropy.
   */
  float[] probabilities(int batch);

  @Override
  void close();
}
