package cnnlabs.train;

import cnnlabs.model.Architecture;

/** A network and how to train it: what a run starts from. */
public record Trial(Architecture architecture, Hyperparameters hyperparameters) {

  /**
   * The network, the loss, the optimizer, the learning rate and any schedule, label smoothing and
   * augmentation, as tables and legends have it.
   */
  public String label() {
    return label(architecture.label(), hyperparameters);
  }

  static String label(String architecture, Hyperparameters chosen) {
    String label =
        "%s, %s, %s %s"
            .formatted(architecture, chosen.loss(), chosen.optimizer(), chosen.learningRate());
    if (!chosen.schedule().equals(Schedule.constant())) {
      label += " " + chosen.schedule();
    }
    if (chosen.labelSmoothing() > 0) {
      label += ", label smoothing " + chosen.labelSmoothing();
    }
    return chosen.augmentation().changesNothing() ? label : label + ", " + chosen.augmentation();
  }

  Trial withEpochs(int epochs) {
    return new Trial(architecture, hyperparameters.withEpochs(epochs));
  }
}
