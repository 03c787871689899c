package cnnlabs.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What every engine starts from: the same images, labels and parameters.
 *
 * @param features one array per batch, {@code [batchSize, channels, height, width]}, uniform in
 *     [-1, 1]
 * @param labels one array per batch
 * @param parameters of the first trial's layers, in the order of {@link Layer#parameterShapes},
 *     uniform in +-1/sqrt(fan-in), PyTorch's start
 */
record Sample(List<float[]> features, List<int[]> labels, List<float[]> parameters) {

  /** Enough that a batch has left the cache when its turn comes again. */
  static final int BATCHES = 16;

  Sample {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    parameters = List.copyOf(parameters);
  }

  /** The sample of a workload, the same in every process. */
  static Sample of(Workload workload) {
    var random = new SplittableRandom(42);
    var features = new ArrayList<float[]>();
    var labels = new ArrayList<int[]>();
    for (int batch = 0; batch < BATCHES; batch++) {
      features.add(uniform(workload.batchSize() * workload.input().volume(), 1, random));
      labels.add(random.ints(workload.batchSize(), 0, Workload.CLASSES).toArray());
    }
    return new Sample(features, labels, start(workload, random));
  }

  private static List<float[]> start(Workload workload, SplittableRandom random) {
    var parameters = new ArrayList<float[]>();
    Maps input = workload.input();
    for (Layer layer : workload.trials().get(0).layers()) {
      List<int[]> shapes = layer.parameterShapes(input);
      if (!shapes.isEmpty()) {
        int fanIn = volume(shapes.get(0)) / shapes.get(0)[0];
        for (int[] shape : shapes) {
          parameters.add(uniform(volume(shape), 1 / Math.sqrt(fanIn), random));
        }
      }
      input = layer.output(input);
    }
    return parameters;
  }

  private static int volume(int[] shape) {
    return IntStream.of(shape).reduce(1, Math::multiplyExact);
  }

  private static float[] uniform(int count, double bound, SplittableRandom random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  /** Writes plain files of four-byte values, for a worker that is not Java. */
  void write(Path folder) throws IOException {
    writeFloats(folder.resolve("features"), features);
    writeFloats(folder.resolve("parameters"), parameters);
    byte[] bytes = new byte[labels.stream().mapToInt(batch -> batch.length).sum() * Integer.BYTES];
    ByteBuffer values = inNativeOrder(bytes);
    labels.forEach(batch -> Arrays.stream(batch).forEach(values::putInt));
    Files.write(folder.resolve("labels"), bytes);
  }

  private static void writeFloats(Path file, List<float[]> arrays) throws IOException {
    byte[] bytes = new byte[arrays.stream().mapToInt(array -> array.length).sum() * Float.BYTES];
    ByteBuffer values = inNativeOrder(bytes);
    for (float[] array : arrays) {
      for (float value : array) {
        values.putFloat(value);
      }
    }
    Files.write(file, bytes);
  }

  private static ByteBuffer inNativeOrder(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
