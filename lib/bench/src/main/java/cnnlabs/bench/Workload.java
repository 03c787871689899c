package cnnlabs.bench;

import static cnnlabs.bench.Layer.Activation.RELU;
import static cnnlabs.bench.Layer.Activation.SIGMOID;
import static cnnlabs.bench.Layer.Activation.TANH;
import static cnnlabs.bench.Trial.Loss.CROSS_ENTROPY;

import cnnlabs.bench.Layer.Activation;
import cnnlabs.bench.Layer.AveragePooling;
import cnnlabs.bench.Layer.Convolution;
import cnnlabs.bench.Layer.Dense;
import cnnlabs.bench.Layer.Dropout;
import cnnlabs.bench.Layer.MaxPooling;
import cnnlabs.bench.Layer.Normalization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is timed.
 *
 * @param network what tables call it
 * @param input the shape of one image
 * @param batchSize images an iteration
 * @param trials the networks: one, or a grid of them, trained side by side on all cores
 */
record Workload(String network, Phase phase, Maps input, int batchSize, List<Trial> trials) {

  /** What an iteration is. */
  enum Phase {
    /** Forward, loss, backward and update on a batch. */
    TRAINING,
    /** The class probabilities of a batch. */
    EVALUATION
  }

  static final int CLASSES = 10;

  private static final Maps CIFAR = new Maps(3, 32, 32);
  private static final Maps MNIST = new Maps(1, 28, 28);

  Workload {
    trials = List.copyOf(trials);
  }

  /** Everything that is measured, in the order of the table. */
  static List<Workload> all() {
    return List.of(
        training("lenet", CIFAR, 10, leNet(TANH)),
        training("lenet", CIFAR, 32, leNet(TANH)),
        training("lenet", CIFAR, 128, leNet(TANH)),
        evaluation("lenet-evaluation", CIFAR, 10, leNet(TANH)),
        evaluation("lenet-evaluation", CIFAR, 32, leNet(TANH)),
        evaluation("lenet-evaluation", CIFAR, 128, leNet(TANH)),
        training("five-convolutions", CIFAR, 10, fiveConvolutions(6, 12, 24, 48, 96)),
        training("five-convolutions-wide", CIFAR, 10, fiveConvolutions(16, 32, 64, 128, 128)),
        training("mnist-dropout", MNIST, 100, mnist()),
        training("batch-normalization", CIFAR, 32, normalized()),
        training("seven-convolutions", CIFAR, 64, sevenConvolutions(48)),
        new Workload("grid", Phase.TRAINING, CIFAR, 10, grid()));
  }

  /** The names that can be asked for, in the order of the table. */
  static List<String> names() {
    return all().stream().map(Workload::network).distinct().toList();
  }

  /** Those of one name, one a batch size; none if there is no such name. */
  static List<Workload> named(String name) {
    return all().stream().filter(workload -> workload.network.equals(name)).toList();
  }

  /**
   * The one of a name and batch size.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Workload of(String name, int batchSize) {
    return named(name).stream()
        .filter(workload -> workload.batchSize == batchSize)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " at " + batchSize));
  }

  /** How many of its networks run at once on this machine. */
  int lanes() {
    return Math.min(trials.size(), Runtime.getRuntime().availableProcessors());
  }

  private static Workload training(String name, Maps input, int batchSize, List<Layer> layers) {
    return single(name, Phase.TRAINING, input, batchSize, layers);
  }

  private static Workload evaluation(String name, Maps input, int batchSize, List<Layer> layers) {
    return single(name, Phase.EVALUATION, input, batchSize, layers);
  }

  private static Workload single(
      String name, Phase phase, Maps input, int batchSize, List<Layer> layers) {
    var trial = new Trial(layers, CROSS_ENTROPY, 0.01f);
    return new Workload(name, phase, input, batchSize, List.of(trial));
  }

  /** The assignment's LeNet-5. */
  private static List<Layer> leNet(Activation activation) {
    return List.of( // shapes for 3 x 32 x 32
        new Convolution(6, 5, false, true), // 6 x 28 x 28
        activation,
        new MaxPooling(), // 6 x 14 x 14
        new Convolution(16, 5, false, true), // 16 x 10 x 10
        activation,
        new MaxPooling(), // 16 x 5 x 5
        new Dense(120),
        activation,
        new Dense(84),
        activation,
        new Dense(CLASSES));
  }

  /** The assignment's third step, literally: maps shrink from 32 to 27 pixels only. */
  private static List<Layer> fiveConvolutions(int... filters) {
    var layers = new ArrayList<Layer>();
    for (int count : filters) {
      layers.add(new Convolution(count, 3, true, true));
      layers.add(RELU);
      layers.add(new AveragePooling());
    }
    layers.addAll(List.of(new Dense(120), RELU, new Dense(84), RELU, new Dense(CLASSES)));
    return layers;
  }

  /** The third report's network for MNIST. */
  private static List<Layer> mnist() {
    return List.of( // shapes for 1 x 28 x 28
        new Convolution(10, 5, false, true), // 10 x 24 x 24
        new MaxPooling(), // 10 x 12 x 12
        RELU,
        new Convolution(20, 5, false, true), // 20 x 8 x 8
        new Dropout(0.5f),
        new MaxPooling(), // 20 x 4 x 4
        RELU,
        new Dense(50),
        RELU,
        new Dense(CLASSES));
  }

  /** The fourth report's third model: normalization between convolution and activation. */
  private static List<Layer> normalized() {
    var layers = new ArrayList<Layer>();
    for (int filters = 8; filters <= 16; filters += 4) {
      // A bias would be lost in the normalization.
      layers.add(new Convolution(filters, 3, true, false));
      layers.addAll(List.of(new Normalization(), RELU, new MaxPooling()));
    }
    layers.addAll(List.of(new Dense(64), RELU, new Dense(CLASSES)));
    return layers;
  }

  /** The last lab's own network: two convolutions to each size of map, and one of the smallest. */
  private static List<Layer> sevenConvolutions(int width) {
    var layers = new ArrayList<Layer>();
    for (int filters = width; filters <= 8 * width; filters *= 2) {
      for (int i = filters < 8 * width ? 0 : 1; i < 2; i++) {
        layers.addAll(List.of(new Convolution(filters, 3, true, false), new Normalization(), RELU));
      }
      layers.add(new MaxPooling());
    }
    layers.add(new Dense(CLASSES));
    return layers;
  }

  /** The assignment's first step: activation x loss x learning rate. */
  private static List<Trial> grid() {
    return Stream.of(SIGMOID, TANH)
        .flatMap(
            activation ->
                Stream.of(Trial.Loss.values())
                    .flatMap(
                        loss ->
                            Stream.of(0.1f, 0.01f, 0.001f)
                                .map(rate -> new Trial(leNet(activation), loss, rate))))
        .toList();
  }
}
