package cnnlabs.train;

import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What is wanted of a run beside its history and its last network. None of it changes a result.
 *
 * @param keptEpochs after which the network is kept, 0 being the start
 * @param probeImages the first training images over which each layer's gradient is measured after
 *     each epoch; 0 for no layer statistics
 * @param patience epochs without a greater validation accuracy after which it ends; 0 for never
 */
record Wanted(NavigableSet<Integer> keptEpochs, int probeImages, int patience) {

  static final Wanted NOTHING = new Wanted(new TreeSet<>(), 0, 0);

  Wanted {
    keptEpochs = Collections.unmodifiableNavigableSet(new TreeSet<>(keptEpochs));
  }

  Wanted withKeptEpochs(NavigableSet<Integer> epochs) {
    return new Wanted(epochs, probeImages, patience);
  }

  Wanted withProbeImages(int images) {
    return new Wanted(keptEpochs, images, patience);
  }

  Wanted withPatience(int epochs) {
    return new Wanted(keptEpochs, probeImages, epochs);
  }

  /**
   * How many epochs a run trains: as many as it is to, or fewer, if its history loses patience.
   *
   * @param epochs that it is to train at most
   * @param history as far as it is known; may be longer
   */
  int epochs(int epochs, History history) {
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
