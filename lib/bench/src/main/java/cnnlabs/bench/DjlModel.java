package cnnlabs.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network in libtorch through DJL, as fast as DJL lets it be: its arrays' own operations without
 * blocks, trainers and listeners around them, and an update that is one pass over memory.
 */
final class DjlModel implements Model {

  private static final Shape STRIDE = new Shape(1, 1);
  private static final Shape WINDOW = new Shape(2, 2);
  private static final Shape NO_PADDING = new Shape(0, 0);

  /**
   * The sample's batches, which all networks of a process share.
   *
   * @param features native memory, {@code [batchSize, channels, height, width]} each
   * @param oneHot {@code [batchSize, classes]} each
   */
  record Batches(List<ByteBuffer> features, List<NDArray> oneHot) {

    static Batches of(Sample sample) {
      NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
      return new Batches(
          sample.features().stream().map(Batches::nativeMemory).toList(),
          sample.labels().stream().map(labels -> oneHot(manager, labels)).toList());
    }

    private static ByteBuffer nativeMemory(float[] values) {
      var bytes =
          ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
      bytes.asFloatBuffer().put(values);
      return bytes;
    }

    private static NDArray oneHot(NDManager manager, int[] labels) {
      float[] rows = new float[labels.length * Workload.CLASSES];
      for (int row = 0; row < labels.length; row++) {
        rows[row * Workload.CLASSES + labels[row]] = 1;
      }
      return manager.create(rows, new Shape(labels.length, Workload.CLASSES));
    }
  }

  /** Means and variances of a normalization, which no gradient changes. */
  private record Running(NDArray mean, NDArray variance) {}

  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
  private final Workload workload;
  private final Trial trial;
  private final Batches batches;
  private final List<NDArray> parameters = new ArrayList<>();
  private final List<Running> running = new ArrayList<>();
  private final NDArray learningRate;

  DjlModel(Workload workload, Trial trial, Sample sample, Batches batches) {
    this.workload = workload;
    this.trial = trial;
    this.batches = batches;
    JniUtils.setGradMode(false); // in this thread; DJL does it in the one that loads it
    learningRate = manager.create(trial.learningRate());
    start(sample.parameters().iterator());
  }

  private void start(Iterator<float[]> values) {
    Maps input = workload.input();
    for (Layer layer : trial.layers()) {
      for (int[] shape : layer.parameterShapes(input)) {
        long[] sizes = IntStream.of(shape).asLongStream().toArray();
        parameters.add(manager.create(values.next(), new Shape(sizes)));
      }
      if (layer instanceof Layer.Normalization) {
        var channels = new Shape(input.channels());
        parameters.add(manager.ones(channels));
        parameters.add(manager.zeros(channels));
        running.add(new Running(manager.zeros(channels), manager.ones(channels)));
      }
      input = layer.output(input);
    }
  }

  @Override
  public double train(int batch) {
    try (NDManager step = manager.newSubManager()) {
      List<NDArray> leaves = new ArrayList<>(parameters.size());
      for (NDArray parameter : parameters) {
        // Another array over the same memory. It has no gradient yet, so that the backward pass
        // hands one over without adding it to a zero: what set_to_none does in Python.
        NDArray leaf = parameter.stopGradient();
        leaf.attach(step);
        leaf.setRequiresGradient(true);
        leaves.add(leaf);
      }
      JniUtils.setGradMode(true);
      NDArray loss = loss(forward(features(step, batch), leaves), batches.oneHot().get(batch));
      // With the learning rate in the place of 1, gradients are updates already: DJL has no call
      // that multiplies and subtracts in one pass.
      JniUtils.backward((PtNDArray) loss, (PtNDArray) learningRate, false, false);
      JniUtils.setGradMode(false);
      for (int i = 0; i < leaves.size(); i++) {
        try (NDArray update = leaves.get(i).getGradient()) {
          parameters.get(i).subi(update);
        }
      }
      return loss.getFloat();
    }
  }

  @Override
  public float[] probabilities(int batch) {
    try (NDManager step = manager.newSubManager()) {
      return forward(features(step, batch), parameters).softmax(1).toFloatArray();
    }
  }

  /** Wraps the batch's memory; what is computed of it belongs to the same manager. */
  private NDArray features(NDManager step, int batch) {
    Maps input = workload.input();
    return step.create(
        batches.features().get(batch),
        new Shape(workload.batchSize(), input.channels(), input.height(), input.width()),
        DataType.FLOAT32);
  }

  private NDArray loss(NDArray outputs, NDArray oneHot) {
    if (trial.loss() == Trial.Loss.MSE) {
      return outputs.sub(oneHot).square().mean();
    }
    return outputs.logSoftmax(1).mul(oneHot).sum().mul(-1.0f / workload.batchSize());
  }

  private NDArray forward(NDArray input, List<NDArray> values) {
    Iterator<NDArray> next = values.iterator();
    Iterator<Running> statistics = running.iterator();
    NDArray maps = input;
    for (Layer layer : trial.layers()) {
      NDArrayEx operations = maps.getNDArrayInternal();
      if (layer instanceof Layer.Convolution convolution) {
        var padding = new Shape(convolution.padding(), convolution.padding());
        NDArray weights = next.next();
        NDArray biases = convolution.bias() ? next.next() : null;
        maps = operations.convolution(maps, weights, biases, STRIDE, padding, STRIDE, 1).head();
      } else if (layer instanceof Layer.Dense) {
        NDArray rows = maps.reshape(workload.batchSize(), -1);
        maps = operations.linear(rows, next.next(), next.next()).head();
      } else if (layer instanceof Layer.Normalization) {
        maps = normalize(maps, next.next(), next.next(), statistics.next());
      } else {
        maps = withoutParameters(layer, maps, operations);
      }
    }
    return maps;
  }

  private static NDArray normalize(NDArray maps, NDArray gamma, NDArray beta, Running statistics) {
    // The axis of the channels is PyTorch's own, for which DJL has the name -1.
    return maps.getNDArrayInternal()
        .batchNorm(
            maps,
            statistics.mean(),
            statistics.variance(),
            gamma,
            beta,
            -1,
            Layer.Normalization.DECAY,
            Layer.Normalization.EPSILON,
            true)
        .head();
  }

  private static NDArray withoutParameters(Layer layer, NDArray maps, NDArrayEx operations) {
    if (layer instanceof Layer.Activation activation) {
      return switch (activation) {
        case RELU -> operations.relu();
        case SIGMOID -> operations.sigmoid();
        case TANH -> operations.tanh();
      };
    }
    if (layer instanceof Layer.MaxPooling) {
      return operations.maxPool(WINDOW, WINDOW, NO_PADDING, false);
    }
    if (layer instanceof Layer.AveragePooling) {
      return operations.avgPool(WINDOW, STRIDE, NO_PADDING, false, true);
    }
    if (layer instanceof Layer.Dropout dropout) {
      return operations.dropout(maps, dropout.rate(), true).head();
    }
    throw new IllegalArgumentException(layer.toString());
  }

  @Override
  public void close() {
    manager.close();
  }
}
