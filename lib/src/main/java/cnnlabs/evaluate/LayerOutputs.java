package cnnlabs.evaluate;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Interruption;
import cnnlabs.engine.Engine;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.model.TrainedNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs images through a network in inference mode, batch by batch, and hands on what comes out. */
final class LayerOutputs {

  private static final int BATCH_SIZE = 100;

  private LayerOutputs() {}

  /**
   * Hands on each batch with what the network makes of it.
   *
   * @param run such as {@code NetworkExecutor::output} or {@code NetworkExecutor::activations}
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  static <T> void forEach(
      TrainedNetwork trained,
      ImageDataset images,
      BiFunction<NetworkExecutor, INDArray, T> run,
      BiConsumer<Batch, T> receiver) {
    var reader =
        new BatchReader(images, trained.normalization(), Math.min(BATCH_SIZE, images.size()));
    try (NetworkExecutor executor = Engine.executor(trained.network())) {
      for (Batch batch : reader.inOrder()) {
        Interruption.check("images ran through a network");
        receiver.accept(batch, run.apply(executor, batch.features()));
      }
    }
  }

  /**
   * Hands on what one layer puts out for each image: its values in C order, and the image's index.
   *
   * @throws IllegalArgumentException if there is no such layer
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  static void ofLayer(
      TrainedNetwork trained, ImageDataset images, String layer, ObjIntConsumer<float[]> receiver) {
    int index = index(trained.network(), layer);
    int[] image = {0};
    forEach(
        trained,
        images,
        NetworkExecutor::activations,
        (batch, outputs) -> {
          float[] values = values(outputs.get(index));
          int volume = values.length / batch.size();
          for (int start = 0; start < values.length; start += volume) {
            receiver.accept(Arrays.copyOfRange(values, start, start + volume), image[0]++);
          }
        });
  }

  /** The values of a batch in C order. */
  static float[] values(INDArray batch) {
    return batch.dup('c').data().asFloat();
  }

  /** The names of a network's layers, in order. */
  static List<String> names(MultiLayerNetwork network) {
    return Stream.of(network.getLayers())
        .map(layer -> layer.conf().getLayer().getLayerName())
        .toList();
  }

  /**
   * The place of a layer.
   *
   * @throws IllegalArgumentException naming the layers, if none has this name
   */
  static int index(MultiLayerNetwork network, String layer) {
    int index = names(network).indexOf(layer);
    if (index < 0) {
      throw new IllegalArgumentException(
          "No layer is named '%s'; the layers are %s.".formatted(layer, names(network)));
    }
    return index;
  }
}
