package cnnlabs.bench;

import cnnlabs.engine.Engine;
import cnnlabs.engine.NetworkExecutor;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network as this project trains it: its step compiled. */
final class CompiledModel implements Model {

  private final MultiLayerNetwork network;
  private final NetworkExecutor executor;
  private final List<INDArray> features;
  private final List<int[]> labels;
  private long step;

  CompiledModel(Workload workload, Trial trial, Sample sample) {
    String backEnd = Engine.backEnd().name();
    network = Dl4jNetwork.of(workload, trial, sample);
    features = Dl4jNetwork.features(workload, sample);
    labels = sample.labels();
    executor = Engine.executor(network, features.get(0).shape());
    if (!executor.path().equals("compiled")) {
      throw new IllegalStateException(
          "The step of %s is not compiled on %s.".formatted(workload.network(), backEnd));
    }
  }

  @Override
  public double train(int batch) {
    return executor.train(features.get(batch), labels.get(batch), step++).loss();
  }

  @Override
  public float[] probabilities(int batch) {
    return executor.output(features.get(batch)).data().asFloat();
  }

  @Override
  public void close() {
    executor.close();
    network.close();
  }
}
