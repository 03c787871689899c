package cnnlabs.run;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.evaluate.Metrics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Runs that differ in nothing but their seed: what one run shows may be chance, and what several
 * show is told from it by their range.
 *
 * @param name what tells them from other groups, for legends and tables
 * @param runs at least one
 */
public record SeedGroup(String name, List<Run> runs) {

  /**
   * Checks the runs.
   *
   * @throws IllegalArgumentException if there is none, one is there twice, or two differ otherwise
   */
  public SeedGroup {
    runs = List.copyOf(runs);
    checkArgument(!runs.isEmpty(), "The group '%s' has no run.", name);
    var keys = new HashSet<String>();
    for (Run run : runs) {
      Set<String> differences = RunDifferences.between(runs.get(0), run);
      checkArgument(
          differences.isEmpty(),
          "The group '%s' has runs that differ in more than their seed (%s). Name them apart.",
          name,
          String.join("; ", differences));
      checkArgument(
          keys.add(run.settings().key()),
          "The group '%s' has the run of seed %s twice. Give each run once.",
          name,
          run.hyperparameters().seed());
    }
  }

  /** Puts runs of the same name together, in the order in which the names first occur. */
  public static List<SeedGroup> of(List<Run> runs, Function<Run, String> name) {
    var groups = new LinkedHashMap<String, List<Run>>();
    for (Run run : runs) {
      groups.computeIfAbsent(name.apply(run), first -> new ArrayList<>()).add(run);
    }
    return groups.entrySet().stream()
        .map(group -> new SeedGroup(group.getKey(), group.getValue()))
        .toList();
  }

  /** The run of the first seed. */
  public Run first() {
    return runs.get(0);
  }

  /** Mean and range of a value over the runs. */
  public MeanAndRange of(ToDoubleFunction<Run> value) {
    return MeanAndRange.of(runs.stream().mapToDouble(value).toArray());
  }

  /** Mean and range of what was measured in the last epoch of each run; NaN where none ended. */
  public MeanAndRange atTheEnd(ToDoubleFunction<EpochResult> value) {
    return of(run -> run.history().last().map(value::applyAsDouble).orElse(Double.NaN));
  }

  /** Mean and range of the last epoch's training accuracy, a fraction: see {@link #atTheEnd}. */
  public MeanAndRange trainingAccuracy() {
    return atTheEnd(last -> last.training().accuracy());
  }

  /** Mean and range of the last epoch's validation accuracy; NaN where nothing was held out. */
  public MeanAndRange validationAccuracy() {
    return atTheEnd(last -> last.validation().map(Metrics::accuracy).orElse(Double.NaN));
  }

  /** Mean and range of the last epoch's test accuracy, a fraction: see {@link #atTheEnd}. */
  public MeanAndRange testAccuracy() {
    return atTheEnd(last -> last.test().accuracy());
  }

  /** Mean and range of what was measured in one epoch, 1 to {@link #epochs()}. */
  public MeanAndRange at(int epoch, ToDoubleFunction<EpochResult> value) {
    return of(run -> value.applyAsDouble(run.history().epochs().get(epoch - 1)));
  }

  /** The epochs that every run has finished. */
  public int epochs() {
    return runs.stream().mapToInt(run -> run.history().epochs().size()).min().orElse(0);
  }

  /** One line: how many runs, and their test accuracy. */
  @Override
  public String toString() {
    return "%s: %d %s, test accuracy %s %%"
        .formatted(
            name, runs.size(), runs.size() == 1 ? "seed" : "seeds", testAccuracy().percent());
  }
}
