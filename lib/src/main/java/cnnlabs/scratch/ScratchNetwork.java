package cnnlabs.scratch;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.data.ImageDataset;
import cnnlabs.data.Interruption;
import cnnlabs.data.Normalization;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network of hand-written layers, one after the other, which end in the logits of a {@link
 * SoftmaxCrossEntropy}. One thread at a time.
 *
 * @param name for captions, such as {@code LeNet-5}
 * @param layers from the images to the logits
 * @param dataType of all arrays: {@code FLOAT}, or {@code DOUBLE} for checks
 */
public record ScratchNetwork(String name, List<Layer> layers, DataType dataType) {

  private static final int EVALUATION_BATCH = 250;

  /** Memory that the arrays of a step share with those of the next: a step then allocates none. */
  private static final WorkspaceConfiguration STEP_MEMORY =
      WorkspaceConfiguration.builder()
          .policyAllocation(AllocationPolicy.STRICT)
          .policyLearning(LearningPolicy.FIRST_LOOP)
          .build();

  /**
   * Checks the layers.
   *
   * @throws IllegalArgumentException if there is none, or the type is neither float nor double
   */
  public ScratchNetwork {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("'%s' has no layer: give it one.".formatted(name));
    }
    if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "'%s' of type %s: choose FLOAT or DOUBLE.".formatted(name, dataType));
    }
  }

  /**
   * The logits of a batch.
   *
   * @param images {@code [N, C, H, W]}, of this network's type
   * @return {@code [N, classes]}
   */
  public INDArray forward(INDArray images) {
    INDArray values = images;
    for (Layer layer : layers) {
      values = layer.forward(values);
    }
    return values;
  }

  /** The logits of a batch in this network's type, {@code [N, classes]}. */
  INDArray logits(Batch batch) {
    return forward(batch.features().castTo(dataType));
  }

  /**
   * Takes the gradient of the loss back through all layers, from last to first.
   *
   * @param gradient of the loss by the logits, {@code [N, classes]}
   */
  public void backward(INDArray gradient) {
    INDArray values = gradient;
    for (int i = layers.size() - 1; i > 0; i--) {
      values = layers.get(i).backward(values);
    }
    layers.get(0).findGradients(values);
  }

  /** One step of gradient descent: value = value - learning rate x gradient in each parameter. */
  public void update(double learningRate) {
    parameters().forEach(learned -> learned.value().subi(learned.gradient().mul(learningRate)));
  }

  /**
   * The share of images whose class has the greatest probability, 0 to 1: top-1 accuracy.
   *
   * @throws CancellationException if the thread is interrupted, whose flag stays set
   */
  @SuppressWarnings("try") // The memory is there while it is open.
  public double accuracy(ImageDataset images, Normalization normalization) {
    int batchSize = Math.min(EVALUATION_BATCH, images.size());
    int correct = 0;
    for (Batch batch : new BatchReader(images, normalization, batchSize).inOrder()) {
      try (MemoryWorkspace memory = memory("scratch evaluation")) {
        correct += SoftmaxCrossEntropy.of(logits(batch), batch.labels()).correct();
      }
      Interruption.check("a network written by hand was measured");
    }
    return (double) correct / images.size();
  }

  /** Memory for the arrays of a step, until it is closed. */
  static MemoryWorkspace memory(String id) {
    return Nd4j.getWorkspaceManager().getAndActivateWorkspace(STEP_MEMORY, id);
  }

  /** Weights and biases of all layers, from first to last. */
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  /** How many numbers are learned. */
  public long parameterCount() {
    return parameters().stream().mapToLong(Parameter::size).sum();
  }

  /** One line: how many layers and parameters. */
  @Override
  public String toString() {
    return "%s: %d layers, %,d parameters".formatted(name, layers.size(), parameterCount());
  }
}
