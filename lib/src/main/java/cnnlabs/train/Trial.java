package cnnlabs.train;

import cnnlabs.model.Architecture;

/** A network and how to train it: what a run starts from. */
public record Trial(Architecture architecture, Hyperparameters hyperparameters) {

  /** The network, the loss, the optimizer and the learning rate, as tables and legends have it. */
  public String label() {
    return label(architecture.label(), hyperparameters);
  }

  static String label(String architecture, Hyperparameters chosen) {
    return "%s, %s, %s %s"
        .formatted(architecture, chosen.loss(), chosen.optimizer(), chosen.learningRate());
  }

  Trial withEpochs(int epochs) {
    return new Trial(architecture, hyperparameters.withEpochs(epochs));
  }
}
