package cnnlabs.run;

import cnnlabs.data.Split;
import cnnlabs.model.Architecture;
import cnnlabs.model.NetworkNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network and how to train it: what a run starts from. */
public record Trial(Architecture architecture, Hyperparameters hyperparameters) {

  /** What a label says only where trials that stand together differ in it. */
  private static final List<Function<Hyperparameters, String>> DETAILS =
      List.of(
          chosen -> "batch size " + chosen.batchSize(),
          chosen -> chosen.l2() == 0 ? "no L2" : "L2 " + chosen.l2(),
          chosen -> "seed " + chosen.seed());

  /**
   * The network, the loss, the optimizer, the learning rate and any schedule, label smoothing and
   * augmentation, as tables and legends have it.
   */
  public String label() {
    return label(architecture.label(), hyperparameters);
  }

  /** The label of a trial of a network that is called so. */
  public static String label(String architecture, Hyperparameters chosen) {
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

  /**
   * The labels of trials that stand together, with batch size, L2 and seed where these differ.
   * Epochs are left out: they do not make another run.
   */
  public static List<String> labels(List<Trial> trials) {
    var telling = DETAILS.stream().filter(detail -> differ(trials, detail)).toList();
    return trials.stream().map(trial -> trial.label(telling)).toList();
  }

  private static boolean differ(List<Trial> trials, Function<Hyperparameters, String> detail) {
    return trials.stream().map(trial -> detail.apply(trial.hyperparameters)).distinct().count() > 1;
  }

  private String label(List<Function<Hyperparameters, String>> details) {
    return Stream.concat(
            Stream.of(label()), details.stream().map(detail -> detail.apply(hyperparameters)))
        .collect(Collectors.joining(", "));
  }

  /** The same trial on these images: a network that was given no name gets one. */
  public Trial namedFor(Split data) {
    return namedFor(List.of(this), data).get(0);
  }

  /** The same of several trials: a network that they share is read once. */
  public static List<Trial> namedFor(List<Trial> trials, Split data) {
    Map<Architecture, Architecture> named = new HashMap<>();
    return trials.stream()
        .map(
            trial ->
                new Trial(
                    named.computeIfAbsent(
                        trial.architecture,
                        own -> NetworkNames.named(own, data.shape(), data.classes())),
                    trial.hyperparameters))
        .toList();
  }

  /** The same trial, of so many epochs. */
  public Trial withEpochs(int epochs) {
    return new Trial(architecture, hyperparameters.withEpochs(epochs));
  }

  /** One line: the label, and what it leaves out. */
  @Override
  public String toString() {
    return "%s, %d epochs".formatted(label(DETAILS), hyperparameters.epochs());
  }
}
