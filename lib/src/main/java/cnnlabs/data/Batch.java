package cnnlabs.data;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch of normalized images, valid until the reader gives the next one: its array is used again.
 *
 * @param features {@code [N, C, H, W]}, float, in C order
 * @param labels the N classes
 * @param index of the batch in its epoch, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // A batch is read once and thrown away.
public record Batch(INDArray features, int[] labels, int index) {

  /** The number of images. */
  public int size() {
    return labels.length;
  }

  /** One line: how many images of what shape. */
  @Override
  public String toString() {
    return "batch %d: images %s".formatted(index, Arrays.toString(features.shape()));
  }
}
