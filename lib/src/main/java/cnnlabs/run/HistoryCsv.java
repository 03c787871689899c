package cnnlabs.run;

import static com.google.common.base.Preconditions.checkArgument;

import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A history as a CSV file: {@link History#table()}, whose numbers come back to the bit, since each
 * is written with as many digits as tell it from its neighbours.
 *
 * <p>It is written while a run is being stopped. So Tablesaw takes no part: where a thread is
 * interrupted, its classes fail to load, once and for all.
 */
public final class HistoryCsv {

  private static final String LAYER = "gradientNorm.";

  /** A name in quotation marks, its own doubled, or one without; then a comma or the line's end. */
  private static final Pattern NAME =
      Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^\",\n]*))(,|\n|$)");

  private HistoryCsv() {}

  /** The file of a history. */
  public static byte[] write(History history) {
    var columns = history.columns();
    String header =
        columns.keySet().stream().map(name -> "," + quoted(name)).collect(Collectors.joining());
    String rows =
        history.epochs().stream()
            .map(
                result ->
                    columns.values().stream()
                        .map(column -> "," + text(column.applyAsDouble(result)))
                        .collect(Collectors.joining("", result.epoch() + "", "\n")))
            .collect(Collectors.joining());
    return ("epoch" + header + "\n" + rows).getBytes(StandardCharsets.UTF_8);
  }

  /** Only layers have names of the user's. */
  private static String quoted(String name) {
    return name.matches("[\\w.-]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  /**
   * The history of a CSV file.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static History read(byte[] csv) {
    String text = new String(csv, StandardCharsets.UTF_8);
    var names = new ArrayList<String>();
    Matcher name = NAME.matcher(text);
    boolean more = true;
    while (more) {
      checkArgument(name.lookingAt(), "Column %s has no name.", names.size() + 1);
      names.add(name.group(1) == null ? name.group(2) : name.group(1).replace("\"\"", "\""));
      more = name.group(3).equals(",");
      name.region(name.end(), text.length());
    }
    List<String> layers =
        names.stream()
            .filter(column -> column.startsWith(LAYER))
            .map(column -> column.substring(LAYER.length()))
            .toList();
    String rows = text.substring(name.regionStart());
    return new History(rows.lines().map(line -> epoch(row(names, line), layers)).toList());
  }

  private static Map<String, Double> row(List<String> names, String line) {
    String[] values = line.split(",", -1);
    checkArgument(
        values.length == names.size(),
        "A row of %s values under %s names.",
        values.length,
        names.size());
    var row = new HashMap<String, Double>();
    for (int i = 0; i < values.length; i++) {
      row.put(names.get(i), values[i].isEmpty() ? Double.NaN : Double.parseDouble(values[i]));
    }
    return row;
  }

  private static EpochResult epoch(Map<String, Double> row, List<String> layers) {
    Metrics validation = metrics(row, "validation");
    return new EpochResult(
        (int) number(row, "epoch"),
        metrics(row, "training"),
        number(row, "l2Penalty"),
        // A loss may be NaN; an accuracy is only where nothing was measured.
        Double.isNaN(validation.accuracy()) ? Optional.empty() : Optional.of(validation),
        metrics(row, "test"),
        number(row, "trainingSeconds"),
        number(row, "evaluationSeconds"),
        layers.stream().map(layer -> layer(row, layer)).toList());
  }

  private static Metrics metrics(Map<String, Double> row, String split) {
    return new Metrics(number(row, split + "Loss"), number(row, split + "Accuracy"));
  }

  private static LayerStatistics layer(Map<String, Double> row, String layer) {
    return new LayerStatistics(
        layer,
        (long) number(row, "parameters." + layer),
        number(row, LAYER + layer),
        number(row, "parameterNorm." + layer));
  }

  private static double number(Map<String, Double> row, String name) {
    Double value = row.get(name);
    if (value == null) {
      throw new IllegalArgumentException("There is no column '%s'.".formatted(name));
    }
    return value;
  }
}
