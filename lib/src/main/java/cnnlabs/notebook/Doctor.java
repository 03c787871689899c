package cnnlabs.notebook;

import cnnlabs.data.Cifar10;
import cnnlabs.data.DataFileException;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Mnist;
import cnnlabs.data.Split;
import cnnlabs.engine.BackEnd;
import cnnlabs.engine.Engine;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.model.Loss;
import cnnlabs.model.Networks;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.linalg.learning.config.Sgd;

/** What {@code environment/lab doctor} says of the library: what computes, and the data found. */
public final class Doctor {

  private Doctor() {}

  /** Prints a line for each; takes no arguments. */
  public static void main(String[] arguments) {
    BackEnd backEnd = Engine.backEnd();
    line("Back end", "%s (%s), %s".formatted(backEnd.kind(), backEnd.name(), backEnd.device()));
    line("Engine", "a LeNet-5 trains on the path '%s'".formatted(path()));
    line("MNIST", found(Mnist::find));
    line("CIFAR-10", found(Cifar10::find));
  }

  private static String path() {
    var shape = new ImageShape(3, 32, 32);
    var network = LeNet5.of(Activation.TANH);
    var configuration =
        Networks.configuration(network, shape, 10, Loss.CROSS_ENTROPY, new Sgd(), 0, 0);
    try (var executor = Engine.executor(Networks.initialize(configuration), 10, 3, 32, 32)) {
      return executor.path();
    }
  }

  private static String found(Supplier<Optional<Split>> files) {
    try {
      return files.get().map(Split::toString).orElse(Locations.MISSING);
    } catch (DataFileException e) {
      return "unusable: " + e.getMessage();
    }
  }

  private static void line(String what, String found) {
    System.out.printf("%-10s %s%n", what, found);
  }
}
