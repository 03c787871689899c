package cnnlabs.bench;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A network and how it is trained: by plain SGD, the optimizer that costs PyTorch least, which
 * steps through the parameters one by one.
 *
 * @param layers from the first to the output, which is dense
 */
record Trial(List<Layer> layers, Loss loss, float learningRate) {

  /** What is minimized, as a mean over the batch. */
  enum Loss {
    CROSS_ENTROPY,
    /** Averaged over the classes, too. */
    MSE
  }

  Trial {
    layers = List.copyOf(layers);
  }

  /** The same, such that two engines can agree: each draws dropout's masks in its own way. */
  Trial withoutChance() {
    return new Trial(
        layers.stream().filter(layer -> !(layer instanceof Layer.Dropout)).toList(),
        loss,
        learningRate);
  }

  /** The line by which the worker in Python knows it. */
  String words() {
    return "%s %s;%s"
        .formatted(
            learningRate, loss, layers.stream().map(Layer::words).collect(Collectors.joining(";")));
  }
}
