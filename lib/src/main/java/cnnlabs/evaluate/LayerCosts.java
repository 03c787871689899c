package cnnlabs.evaluate;

import cnnlabs.data.Batch;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Interruption;
import cnnlabs.engine.Engine;
import cnnlabs.engine.LayerTime;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.model.ModelSummary;
import cnnlabs.model.TrainedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What each layer of a network costs in a training step, counted and measured.
 *
 * @param batchSize images a step
 * @param path the arithmetic path that was timed: {@code compiled} or {@code layers}
 * @param stepSeconds a whole training step: forward, backward and update
 * @param layers one cost a layer, in order
 */
public record LayerCosts(int batchSize, String path, double stepSeconds, List<LayerCost> layers) {

  private static final double SECONDS_TO_SPEND = 0.5;
  private static final int LEAST_STEPS = 5;

  /**
   * One layer.
   *
   * @param summary its shape, parameters, multiply-adds and activation memory for one image
   * @param forwardSeconds its forward pass for one batch
   * @param backwardSeconds its backward pass for one batch: the gradients of its parameters and,
   *     but for the first layer, of its input
   */
  public record LayerCost(ModelSummary.Row summary, double forwardSeconds, double backwardSeconds) {

    public double seconds() {
      return forwardSeconds + backwardSeconds;
    }
  }

  public LayerCosts {
    layers = List.copyOf(layers);
  }

  /**
   * Measures a copy of the network: the medians over the steps of about a second.
   *
   * <p>The layers are timed one after the other, on the path that trains ({@link
   * NetworkExecutor#layerTimes}). The whole step is timed separately. It fuses neighbouring layers
   * where that saves time, and includes the update: it may take less or more than their sum.
   *
   * @param images the first of them make the batch
   * @param batchSize images a step, 1 to {@code images.size()}
   */
  public static LayerCosts measure(TrainedNetwork trained, ImageDataset images, int batchSize) {
    MultiLayerNetwork copy = trained.network().clone();
    var shape = images.shape();
    List<ModelSummary.Row> rows = ModelSummary.of(copy.getLayerWiseConfigurations(), shape).rows();
    Batch batch = trained.batch(images.take(batchSize));
    try (NetworkExecutor executor =
        Engine.executor(copy, batchSize, shape.channels(), shape.height(), shape.width())) {
      var steps = new ArrayList<List<LayerTime>>();
      repeat(() -> steps.add(executor.layerTimes(batch.features(), batch.labels())));
      var whole = new ArrayList<Double>();
      repeat(
          () -> {
            long begin = System.nanoTime();
            executor.train(batch.features(), batch.labels(), 0);
            whole.add((System.nanoTime() - begin) / 1e9);
          });
      List<LayerCost> layers =
          IntStream.range(0, rows.size())
              .mapToObj(
                  layer ->
                      new LayerCost(
                          rows.get(layer),
                          median(steps, step -> step.get(layer).forwardSeconds()),
                          median(steps, step -> step.get(layer).backwardSeconds())))
              .toList();
      return new LayerCosts(batchSize, executor.path(), median(whole, seconds -> seconds), layers);
    }
  }

  private static void repeat(Runnable step) {
    long begin = System.nanoTime();
    for (int i = 0; i < LEAST_STEPS || (System.nanoTime() - begin) / 1e9 < SECONDS_TO_SPEND; i++) {
      Interruption.check("layers were timed");
      step.run();
    }
  }

  private static <T> double median(List<T> steps, ToDoubleFunction<T> seconds) {
    double[] sorted = steps.stream().mapToDouble(seconds).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** The sum of all layers' times. */
  public double layerSeconds() {
    return layers.stream().mapToDouble(LayerCost::seconds).sum();
  }

  /** Multiplications of a weight by an activation in the forward pass of one image. */
  public long multiplyAdds() {
    return layers.stream().mapToLong(layer -> layer.summary().multiplyAdds()).sum();
  }

  /** Seconds of an epoch's training steps, without what is measured after it. */
  public double epochSeconds(int trainingImages) {
    return stepSeconds * Math.ceil((double) trainingImages / batchSize);
  }

  /** One line: the whole step. */
  @Override
  public String toString() {
    return "%d layers, %d images a step, path %s: %.2f ms"
        .formatted(layers.size(), batchSize, path, 1e3 * stepSeconds);
  }
}
