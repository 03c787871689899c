package cnnlabs.run;

import cnnlabs.model.Architecture;
import cnnlabs.model.Loss;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Every combination of the given settings.
 *
 * <pre>{@code
 * Grid.of(Hyperparameters.defaults(), LeNet5.of(SIGMOID), LeNet5.of(TANH))
 *     .withLosses(MSE, CROSS_ENTROPY)
 *     .withLearningRates(0.1, 0.01, 0.001)   // 12 trials
 * }</pre>
 *
 * @param trials the combinations, in the order in which they are trained
 */
public record Grid(List<Trial> trials) {

  public Grid {
    trials = List.copyOf(trials);
  }

  /** One trial an architecture, all with the same hyperparameters. */
  public static Grid of(Hyperparameters hyperparameters, Architecture... architectures) {
    return new Grid(
        Stream.of(architectures).map(network -> new Trial(network, hyperparameters)).toList());
  }

  /** The trials of this grid, then those of another. */
  public Grid and(Grid other) {
    return new Grid(Stream.concat(trials.stream(), other.trials.stream()).toList());
  }

  /** Each trial once with each learning rate. */
  public Grid withLearningRates(double... learningRates) {
    return expand(
        DoubleStream.of(learningRates).boxed().toList(), Hyperparameters::withLearningRate);
  }

  /** Each trial once with each loss. */
  public Grid withLosses(Loss... losses) {
    return expand(List.of(losses), Hyperparameters::withLoss);
  }

  /** Each trial once with each optimizer. */
  public Grid withOptimizers(Optimizer... optimizers) {
    return expand(List.of(optimizers), Hyperparameters::withOptimizer);
  }

  /** Each trial once with each seed. */
  public Grid withSeeds(long... seeds) {
    return expand(LongStream.of(seeds).boxed().toList(), Hyperparameters::withSeed);
  }

  private <T> Grid expand(List<T> values, BiFunction<Hyperparameters, T, Hyperparameters> with) {
    return new Grid(
        trials.stream()
            .flatMap(
                trial ->
                    values.stream()
                        .map(value -> with.apply(trial.hyperparameters(), value))
                        .map(changed -> new Trial(trial.architecture(), changed)))
            .toList());
  }

  /** One line: how many trials, and what is trained. */
  @Override
  public String toString() {
    return "grid of %d: %s".formatted(trials.size(), String.join("; ", Trial.labels(trials)));
  }
}
