package cnnlabs.evaluate;

import cnnlabs.data.Batch;
import cnnlabs.data.ImageDataset;
import cnnlabs.engine.Engine;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.model.TrainedNetwork;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How strongly one layer is driven: the norm of its gradient, and that of its parameters.
 *
 * <p>A gradient that is orders of magnitude smaller in the first layers than in the last is said to
 * vanish: Hochreiter, Untersuchungen zu dynamischen neuronalen Netzen (1991); Glorot, Bengio:
 * Understanding the difficulty of training deep feedforward neural networks (2010).
 *
 * @param layer the layer's name
 * @param parameters the number of its weights and biases
 * @param gradientNorm Euclidean norm of the gradient of the mean data loss by its parameters
 * @param parameterNorm Euclidean norm of its weights and biases
 */
public record LayerStatistics(
    String layer, long parameters, double gradientNorm, double parameterNorm) {

  /**
   * Measures each layer that has parameters.
   *
   * @param network the network that the executor executes
   * @param probe the images whose mean loss is differentiated
   */
  public static List<LayerStatistics> of(
      MultiLayerNetwork network, NetworkExecutor executor, Batch probe) {
    INDArray gradient = executor.gradient(probe.features(), probe.labels());
    INDArray values = network.params().reshape(network.numParams());
    var statistics = new ArrayList<LayerStatistics>();
    long start = 0;
    for (var layer : network.getLayers()) {
      long end = start + layer.numParams();
      if (end > start) {
        statistics.add(
            new LayerStatistics(
                layer.conf().getLayer().getLayerName(),
                layer.numParams(),
                norm(gradient, start, end),
                norm(values, start, end)));
      }
      start = end;
    }
    return statistics;
  }

  /**
   * Measures each layer of a network without an executor, such as one that a run kept.
   *
   * @param images the images whose mean loss is differentiated, all in one batch
   */
  public static List<LayerStatistics> of(TrainedNetwork trained, ImageDataset images) {
    try (NetworkExecutor executor = Engine.executor(trained.network())) {
      return of(trained.network(), executor, trained.batch(images));
    }
  }

  private static double norm(INDArray flat, long start, long end) {
    return flat.get(NDArrayIndex.interval(start, end)).norm2Number().doubleValue();
  }
}
