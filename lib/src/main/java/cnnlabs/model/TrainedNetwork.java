package cnnlabs.model;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Normalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network and how its inputs are made: all that is needed to apply it to images.
 *
 * <p>A run provides it. For a model file, give the normalization where the file is loaded:
 *
 * <pre>{@code
 * var loaded = new TrainedNetwork(MultiLayerNetwork.load(file, false), Normalization.centered());
 * }</pre>
 *
 * @param network a plain Deeplearning4j model
 * @param normalization what made its inputs when it was trained
 */
public record TrainedNetwork(MultiLayerNetwork network, Normalization normalization) {

  /**
   * All of some images in one batch, as the network was trained to see them.
   *
   * @throws IllegalArgumentException if the normalization is for another number of channels
   */
  public Batch batch(ImageDataset images) {
    return new BatchReader(images, normalization, images.size()).inOrder().iterator().next();
  }

  /** The number of parameters and the normalization. */
  @Override
  public String toString() {
    return "network of %,d parameters, inputs %s".formatted(network.numParams(), normalization);
  }
}
