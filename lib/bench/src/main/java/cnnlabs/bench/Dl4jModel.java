package cnnlabs.bench;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network as Deeplearning4j trains it as it ships, its oneDNN helpers off. */
final class Dl4jModel implements Model {

  private final MultiLayerNetwork network;
  private final List<INDArray> features;
  private final List<INDArray> labels;

  Dl4jModel(Workload workload, Trial trial, Sample sample) {
    network = Dl4jNetwork.of(workload, trial, sample);
    if (network.getLayer(0).getHelper() != null) {
      throw new IllegalStateException("This Deeplearning4j has been mended: its helpers are on.");
    }
    features = Dl4jNetwork.features(workload, sample);
    labels = Dl4jNetwork.oneHot(sample);
  }

  @Override
  public double train(int batch) {
    network.fit(features.get(batch), labels.get(batch));
    return network.score();
  }

  @Override
  public float[] probabilities(int batch) {
    return network.output(features.get(batch)).data().asFloat();
  }

  @Override
  public void close() {
    network.close();
  }
}
