package cnnlabs.scratch;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Lays the maps {@code [N, C, H, W]} of each image out in a row, {@code [N, C H W]}, and back. */
public final class Flatten implements Layer {

  private long[] inputShape = {};

  @Override
  public INDArray forward(INDArray maps) {
    inputShape = maps.shape();
    return maps.reshape('c', maps.size(0), maps.length() / maps.size(0));
  }

  @Override
  public INDArray backward(INDArray rows) {
    return rows.dup('c').reshape('c', inputShape);
  }
}
