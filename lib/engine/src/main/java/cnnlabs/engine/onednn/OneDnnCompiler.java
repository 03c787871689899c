package cnnlabs.engine.onednn;

import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.NetworkCompiler;
import cnnlabs.engine.NetworkExecutor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Compiles networks to oneDNN's primitives. {@code META-INF/services} names this class. */
public final class OneDnnCompiler implements NetworkCompiler {

  @Override
  public NetworkExecutor compile(
      MultiLayerNetwork network, LabelSmoothing smoothing, long... batchShape) {
    return CompiledExecutor.of(network, smoothing, batchShape);
  }

  @Override
  public void check(MultiLayerConfiguration configuration, LabelSmoothing smoothing) {
    OneDnn.engine();
    NetworkReader.read(configuration, smoothing);
  }

  @Override
  public String instructionSet() {
    return InstructionSet.name();
  }
}
