package cnnlabs.engine.onednn;

import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout for Deeplearning4j with the masks of the compiled step. */
final class GivenMask implements IDropout {

  private static final long serialVersionUID = 1;

  private final double keep;
  private final int stream;
  private final AtomicLong seed;

  private GivenMask(double keep, int stream, AtomicLong seed) {
    this.keep = keep;
    this.stream = stream;
    this.seed = seed;
  }

  /** The configuration with the compiled step's masks in place of each dropout. */
  static MultiLayerConfiguration in(MultiLayerConfiguration configuration, AtomicLong seed) {
    MultiLayerConfiguration copy = configuration.clone();
    for (int i = 0; i < copy.getConfs().size(); i++) {
      Layer layer = copy.getConf(i).getLayer();
      if (layer.getIDropout() != null) {
        layer.setIDropout(new GivenMask(((Dropout) layer.getIDropout()).getP(), i, seed));
      }
    }
    return copy;
  }

  private INDArray mask(INDArray like) {
    float[] values = new float[Math.toIntExact(like.length())];
    new DropoutMask().fill(FloatBuffer.wrap(values), keep, seed.get(), stream);
    return Nd4j.createFromArray(values).reshape('c', like.shape());
  }

  @Override
  public INDArray applyDropout(
      INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
    return result.assign(input.mul(mask(input)));
  }

  @Override
  public INDArray backprop(INDArray outputGradient, INDArray result, int iteration, int epoch) {
    return result.assign(outputGradient.mul(mask(outputGradient)));
  }

  @Override
  public void clear() {}

  @Override
  public IDropout clone() {
    return new GivenMask(keep, stream, seed);
  }
}
