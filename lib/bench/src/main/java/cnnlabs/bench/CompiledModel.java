package cnnlabs.bench;

import cnnlabs.engine.Engine;
import cnnlabs.engine.NetworkExecutor;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A network as this project trains it: its step compiled. */
final class CompiledModel implements Model {

  private final MultiLayerNetwork network;
  private final NetworkExecutor executor;
  private final Dl4jBatches batches;
  private final List<int[]> labels;
  private long step;

  CompiledModel(Workload workload, Trial trial, Sample sample, Dl4jBatches batches) {
    this.batches = batches;
    network = Dl4jNetwork.of(workload, trial, sample);
    labels = sample.labels();
    executor = Engine.executor(network, batches.features().get(0).shape());
    if (!executor.path().equals(NetworkExecutor.COMPILED)) {
      throw new IllegalStateException(
          "The step of %s is not compiled.".formatted(workload.network()));
    }
  }

  @Override
  public double train(int batch) {
    return executor.train(batches.features().get(batch), labels.get(batch), step++).loss();
  }

  @Override
  public float[] probabilities(int batch) {
    return executor.output(batches.features().get(batch)).data().asFloat();
  }

  @Override
  public void close() {
    executor.close();
    network.close();
  }
}
