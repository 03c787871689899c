package cnnlabs.train;

import cnnlabs.data.Batch;
import cnnlabs.data.BatchReader;
import cnnlabs.engine.NetworkExecutor;
import cnnlabs.evaluate.LayerStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What a store has of a planned run: networks to take, statistics to add, and where to go on from.
 */
final class StoredTraining {

  private final TrainingPlan plan;
  private final List<String> notes;

  /**
   * Looks for a run.
   *
   * @param notes to which it adds what the reader is to be told
   */
  StoredTraining(TrainingPlan plan, List<String> notes) {
    this.plan = plan;
    this.notes = notes;
  }

  /** The wanted networks of the epochs that are there. */
  NavigableMap<Integer, MultiLayerNetwork> kept(Optional<RunContents> base, int epochs)
      throws IOException {
    var networks = new TreeMap<Integer, MultiLayerNetwork>();
    for (int epoch : plan.wanted().keptEpochs().headSet(epochs + 1)) {
      networks.put(
          epoch, epoch == 0 ? plan.start().network().clone() : base.orElseThrow().network(epoch));
    }
    return networks;
  }

  /** Adds layer statistics, where they are all that is missing and all networks were kept. */
  List<RunContents> measured(List<RunContents> stored, Consumer<String> tell) {
    int images = plan.wanted().probeImages();
    for (RunContents contents : stored) {
      boolean lacking = images > 0 && contents.manifest().probeImages() != images;
      if (lacking
          && contents.hasAllNetworks()
          && contents.suffices(plan.epochs(contents.history()), plan.wanted().withProbeImages(0))) {
        try {
          RunContents measured = contents.withHistory(measure(contents, images), images);
          notes.add("layer statistics computed from its kept networks");
          return List.of(measured);
        } catch (IOException e) {
          tell.accept("Layer statistics cannot be stored, and are computed anew: " + e);
        }
      }
    }
    return stored;
  }

  private History measure(RunContents contents, int images) throws IOException {
    Batch probe =
        new BatchReader(plan.data().training().take(images), plan.normalization(), images)
            .inOrder()
            .iterator()
            .next();
    var epochs = new ArrayList<EpochResult>();
    for (EpochResult result : contents.history().epochs()) {
      MultiLayerNetwork network = contents.network(result.epoch());
      try (NetworkExecutor executor = plan.executor(network)) {
        epochs.add(result.withLayers(LayerStatistics.of(network, executor, probe)));
      }
    }
    return new History(epochs);
  }

  /** The stored run that has all that is wanted of its epochs, and the most of them. */
  Optional<RunContents> base(List<RunContents> stored) {
    RunContents base = null;
    for (RunContents contents : stored) {
      if (contents.lacks(plan.epochs(), plan.wanted()).isEmpty()
          && (base == null || base.reached().isBehind(contents.reached()))) {
        base = contents;
      }
    }
    if (base == null && !stored.isEmpty()) {
      stored
          .get(0)
          .lacks(plan.epochs(), plan.wanted())
          .ifPresent(
              missing -> notes.add("trained again, since no %s were stored".formatted(missing)));
    }
    return Optional.ofNullable(base);
  }
}
