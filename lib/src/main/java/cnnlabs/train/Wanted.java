package cnnlabs.train;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a run is to hold beside its history and its last network. None of it changes a result.
 *
 * @param keptEpochs after which the network is kept, 0 being the start
 * @param probeImages the first training images over which each layer's gradient is measured after
 *     each epoch; 0 for no layer statistics
 */
record Wanted(NavigableSet<Integer> keptEpochs, int probeImages) {

  static final Wanted NOTHING = new Wanted(new TreeSet<>(), 0);

  Wanted {
    keptEpochs = Collections.unmodifiableNavigableSet(new TreeSet<>(keptEpochs));
  }

  Wanted withKeptEpochs(NavigableSet<Integer> epochs) {
    return new Wanted(epochs, probeImages);
  }

  Wanted withProbeImages(int images) {
    return new Wanted(keptEpochs, images);
  }
}
