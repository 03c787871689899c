package cnnlabs.run;

import static com.google.common.base.Preconditions.checkArgument;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What is kept and measured of a run beside its history and its last network, and whether it may
 * end early. None of it changes a result.
 *
 * @param keptEpochs after which the network is kept, at least 0, the start
 * @param probeImages the first training images over which each layer's gradient is measured after
 *     each epoch; 0 for no layer statistics
 * @param patience epochs without a greater validation accuracy after which it ends; 0 for never
 */
@RecordBuilder
public record RunOptions(NavigableSet<Integer> keptEpochs, int probeImages, int patience)
    implements RunOptionsBuilder.With {

  public static final RunOptions NONE = new RunOptions(new TreeSet<>(), 0, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if an epoch or a number is negative
   */
  public RunOptions {
    for (int epoch : keptEpochs) {
      checkArgument(epoch >= 0, "An epoch to keep must be at least 0, the start, but is %s", epoch);
    }
    checkArgument(
        probeImages >= 0,
        "Layers are measured over at least 1 image, such as 500, not over %s",
        probeImages);
    checkArgument(patience >= 0, "patience must not be negative, but is %s", patience);
    keptEpochs = Collections.unmodifiableNavigableSet(new TreeSet<>(keptEpochs));
  }

  /**
   * How many epochs a run trains: so many at most, or fewer, if its history loses patience, which
   * may be that of a longer run.
   */
  public int epochs(int epochs, History history) {
    double best = Double.NEGATIVE_INFINITY;
    int since = 0;
    for (EpochResult result : patience == 0 ? List.<EpochResult>of() : history.epochs()) {
      double accuracy = result.validation().orElseThrow().accuracy();
      since = accuracy > best ? 0 : since + 1;
      best = Math.max(best, accuracy);
      if (since == patience) {
        return Math.min(epochs, result.epoch());
      }
    }
    return epochs;
  }
}
