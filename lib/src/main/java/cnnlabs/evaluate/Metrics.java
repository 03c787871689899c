package cnnlabs.evaluate;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.Interruption;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.model.Loss;
import java.util.concurrent.CancellationException;

/**
 * How well a network does on some images, in inference mode.
 *
 * @param loss mean data loss over the images, without any penalty
 * @param accuracy fraction of the images whose greatest output is at the true class, 0 to 1
 */
public record Metrics(double loss, double accuracy) {

  /** The metrics of no image: both are NaN. */
  public static final Metrics NOT_MEASURED = new Metrics(Double.NaN, Double.NaN);

  /**
   * Measures the network on every image of the reader's data set.
   *
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  public static Metrics measure(NetworkExecutor network, BatchReader images, Loss loss) {
    double lossSum = 0;
    long correct = 0;
    long count = 0;
    for (Batch batch : images.inOrder()) {
      Interruption.check("a network was measured");
      float[][] outputs = network.output(batch.features()).toFloatMatrix();
      for (int row = 0; row < outputs.length; row++) {
        int label = batch.labels()[row];
        lossSum += loss.of(outputs[row], label);
        correct += indexOfGreatest(outputs[row]) == label ? 1 : 0;
      }
      count += outputs.length;
    }
    return new Metrics(lossSum / count, (double) correct / count);
  }

  static int indexOfGreatest(float[] values) {
    int greatest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[greatest]) {
        greatest = i;
      }
    }
    return greatest;
  }

  /** One line; the accuracy in per cent. */
  @Override
  public String toString() {
    return Double.isNaN(accuracy)
        ? "not measured"
        : "loss %.4f, accuracy %.2f %%".formatted(loss, 100 * accuracy);
  }
}
