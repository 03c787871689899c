package cnnlabs.scratch;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Max pooling of 2 x 2 windows, stride 2: y = max(x1, x2, x3, x4).
 *
 * <p>Only the greatest value had a part in the output, so that it alone receives the gradient; of
 * equal ones the first, by rows. An odd last row or column is left out.
 */
public final class MaxPool implements Layer {

  private INDArray input = Nd4j.empty();
  private INDArray output = Nd4j.empty();
  private long[] inputShape = {};

  @Override
  public INDArray forward(INDArray images) {
    input = evenPart(images);
    inputShape = images.shape();
    List<INDArray> corners = corners(input);
    output = corners.get(0).dup('c');
    corners.stream().skip(1).forEach(corner -> Transforms.max(output, corner, false));
    return output;
  }

  @Override
  public INDArray backward(INDArray gradient) {
    INDArray even = Nd4j.zeros(input.dataType(), input.shape());
    List<INDArray> values = corners(input);
    List<INDArray> gradients = corners(even);
    INDArray left = gradient.dup(); // what no corner has received yet
    for (int i = 0; i < values.size(); i++) {
      INDArray greatest = values.get(i).eq(output).castTo(left.dataType());
      INDArray share = greatest.muli(left);
      gradients.get(i).assign(share);
      left.subi(share);
    }
    INDArray whole = Nd4j.zeros(input.dataType(), inputShape);
    whole.get(all(), all(), interval(0, even.size(2)), interval(0, even.size(3))).assign(even);
    return whole;
  }

  /** The images without an odd last row or column. */
  private static INDArray evenPart(INDArray images) {
    long high = images.size(2) / 2 * 2;
    long wide = images.size(3) / 2 * 2;
    return images.get(all(), all(), interval(0, high), interval(0, wide)).dup('c');
  }

  /** The upper left, upper right, lower left and lower right values of all windows: views. */
  private static List<INDArray> corners(INDArray even) {
    long high = even.size(2) / 2;
    long wide = even.size(3) / 2;
    INDArray windows = even.reshape('c', even.size(0), even.size(1), high, 2, wide, 2);
    List<INDArray> corners = new ArrayList<>();
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 2; column++) {
        corners.add(windows.get(all(), all(), all(), point(row), all(), point(column)));
      }
    }
    return corners;
  }
}
