package cnnlabs.bench;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A network as Deeplearning4j trains it as it ships, its oneDNN helpers off. */
final class Dl4jModel implements Model {

  private final MultiLayerNetwork network;
  private final Dl4jBatches batches;

  Dl4jModel(Workload workload, Trial trial, Sample sample, Dl4jBatches batches) {
    this.batches = batches;
    network = Dl4jNetwork.of(workload, trial, sample);
    if (network.getLayer(0).getHelper() != null) {
      throw new IllegalStateException("This Deeplearning4j has been mended: its helpers are on.");
    }
  }

  @Override
  public double train(int batch) {
    network.fit(batches.features().get(batch), batches.oneHot().get(batch));
    return network.score();
  }

  @Override
  public float[] probabilities(int batch) {
    return network.output(batches.features().get(batch)).data().asFloat();
  }

  @Override
  public void close() {
    network.close();
  }
}
