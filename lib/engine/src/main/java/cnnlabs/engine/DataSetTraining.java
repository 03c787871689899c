package cnnlabs.engine;

import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network on Deeplearning4j's own data sets. From the first batch on that is not known, or
 * for a network that cannot be compiled, each step is Deeplearning4j's.
 */
final class DataSetTraining implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DataSetTraining.class);

  private final MultiLayerNetwork network;
  private final Function<long[], NetworkExecutor> executors;
  private @Nullable NetworkExecutor executor;
  private boolean byDeeplearning4j;

  /**
   * A training of no batch yet.
   *
   * @param executors makes an executor of the network, for a shape of batch
   */
  DataSetTraining(MultiLayerNetwork network, Function<long[], NetworkExecutor> executors) {
    this.network = network;
    this.executors = executors;
  }

  /** Trains on all batches once, and counts the epoch. */
  void epoch(DataSetIterator batches) {
    if (!batches.hasNext() && batches.resetSupported()) {
      batches.reset();
    }
    while (batches.hasNext()) {
      step(batches.next());
    }
    network.incrementEpochCount();
  }

  private void step(DataSet batch) {
    Optional<int[]> classes = byDeeplearning4j ? Optional.empty() : classes(batch);
    if (!byDeeplearning4j && classes.isEmpty()) {
      LOG.warn("Training by Deeplearning4j, which is slower: labels name no class, or have a mask");
      byDeeplearning4j = true;
    }
    NetworkExecutor compiled = byDeeplearning4j ? null : compiled(batch.getFeatures().shape());
    if (compiled == null) {
      network.fit(batch);
    } else {
      long seed = network.getLayerWiseConfigurations().getConf(0).getSeed();
      compiled.train(
          batch.getFeatures(), classes.orElseThrow(), seed + network.getIterationCount());
    }
  }

  private @Nullable NetworkExecutor compiled(long[] batchShape) {
    NetworkExecutor known = executor;
    if (known == null) {
      known = executors.apply(batchShape);
      if (!known.path().equals(NetworkExecutor.COMPILED)) {
        known.close();
        byDeeplearning4j = true;
        return null;
      }
      executor = known;
    }
    return known;
  }

  /** The true classes; empty if any example has not exactly one. */
  private static Optional<int[]> classes(DataSet batch) {
    INDArray labels = batch.getLabels();
    if (batch.hasMaskArrays() || labels.rank() != 2) {
      return Optional.empty();
    }
    float[] targets = labels.castTo(DataType.FLOAT).dup('c').data().asFloat();
    int width = Math.toIntExact(labels.size(1));
    int[] classes = new int[targets.length / width];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = -1;
      for (int j = 0; j < width; j++) {
        float target = targets[i * width + j];
        if (target == 1 && classes[i] < 0) {
          classes[i] = j;
        } else if (target != 0) {
          return Optional.empty();
        }
      }
      if (classes[i] < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(classes);
  }

  @Override
  public void close() {
    if (executor != null) {
      executor.close();
    }
  }
}
