package cnnlabs.run;

import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * A run's epochs, from the first one.
 *
 * @param epochs one result an epoch; the first has number 1
 */
public record History(List<EpochResult> epochs) {

  /** Before the first epoch. */
  public static final History EMPTY = new History(List.of());

  public History {
    epochs = List.copyOf(epochs);
  }

  /** This history and one epoch more. */
  public History plus(EpochResult next) {
    return new History(Stream.concat(epochs.stream(), Stream.of(next)).toList());
  }

  /** The first epochs, or all of them where there are no more. */
  public History first(int count) {
    return count >= epochs.size() ? this : new History(epochs.subList(0, count));
  }

  /** The latest epoch, if there is one. */
  public Optional<EpochResult> last() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
  }

  /**
   * The result of an epoch, or of the last one where there are fewer.
   *
   * @param epoch from 1
   * @throws IndexOutOfBoundsException if there is none
   */
  public EpochResult at(int epoch) {
    return epochs.get(Math.min(epoch, epochs.size()) - 1);
  }

  /** After which epoch the test loss was lowest, the first of several; 0 before the first epoch. */
  public int epochOfLowestTestLoss() {
    return epochs.stream()
        .min(Comparator.comparing(result -> result.test().loss()))
        .map(EpochResult::epoch)
        .orElse(0);
  }

  /**
   * The epoch that a validation split chooses: of the greatest accuracy, the first of several.
   *
   * @throws IllegalStateException if there is no epoch, or no validation split was held out
   */
  public EpochResult chosenByValidation() {
    return epochs.stream()
        .filter(result -> !Double.isNaN(validation(result).accuracy()))
        .max(Comparator.comparing(result -> validation(result).accuracy()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "None of %d epochs has a validation accuracy: hold images out with Split.withValidation."
                        .formatted(epochs.size())));
  }

  /** Seconds of training, and of measuring after each epoch. */
  public double seconds() {
    return epochs.stream()
        .mapToDouble(result -> result.trainingSeconds() + result.evaluationSeconds())
        .sum();
  }

  /**
   * One row an epoch: {@code epoch}, then losses, accuracies (fractions, 0 to 1) and seconds, a
   * column each; what was not measured is missing. Layer statistics follow, where they were asked
   * for, as {@code gradientNorm.conv1}, {@code parameterNorm.conv1}, {@code parameters.conv1} (the
   * number of weights and biases) and so on.
   */
  public Table table() {
    int[] numbers = epochs.stream().mapToInt(EpochResult::epoch).toArray();
    return Table.create("history", IntColumn.create("epoch", numbers))
        .addColumns(
            columns().entrySet().stream()
                .map(
                    column ->
                        DoubleColumn.create(
                            column.getKey(),
                            epochs.stream().mapToDouble(column.getValue()).toArray()))
                .toArray(DoubleColumn[]::new));
  }

  /** The table's columns behind {@code epoch}, by name, in their order. */
  Map<String, ToDoubleFunction<EpochResult>> columns() {
    var columns = new LinkedHashMap<String, ToDoubleFunction<EpochResult>>();
    columns.put("trainingLoss", result -> result.training().loss());
    columns.put("trainingAccuracy", result -> result.training().accuracy());
    columns.put("l2Penalty", EpochResult::l2Penalty);
    columns.put("validationLoss", result -> validation(result).loss());
    columns.put("validationAccuracy", result -> validation(result).accuracy());
    columns.put("testLoss", result -> result.test().loss());
    columns.put("testAccuracy", result -> result.test().accuracy());
    columns.put("trainingSeconds", EpochResult::trainingSeconds);
    columns.put("evaluationSeconds", EpochResult::evaluationSeconds);
    List<LayerStatistics> layers = last().map(EpochResult::layers).orElse(List.of());
    for (int index = 0; index < layers.size(); index++) {
      int layer = index;
      String name = layers.get(layer).layer();
      columns.put("gradientNorm." + name, result -> result.layers().get(layer).gradientNorm());
      columns.put("parameterNorm." + name, result -> result.layers().get(layer).parameterNorm());
      columns.put("parameters." + name, result -> result.layers().get(layer).parameters());
    }
    return columns;
  }

  /** Tablesaw's missing number is NaN. */
  private static Metrics validation(EpochResult result) {
    return result.validation().orElse(Metrics.NOT_MEASURED);
  }

  /** One line: how many epochs, how long, and what the last one brought. */
  @Override
  public String toString() {
    return last()
        .map(
            result ->
                "%d %s in %.1f s, test %s"
                    .formatted(
                        epochs.size(),
                        epochs.size() == 1 ? "epoch" : "epochs",
                        seconds(),
                        result.test()))
        .orElse("no epoch");
  }
}
