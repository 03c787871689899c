package cnnlabs.scratch;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a convolution's kernel sees at each place, laid out as a matrix ('im2col'), so that the
 * convolution of a whole batch is one product of matrices.
 *
 * <p>Chellapilla, Puri and Simard, "High performance convolutional neural networks for document
 * processing", 2006.
 *
 * @param channels C of the images
 * @param kernelSize K: kernels are K x K, moved by 1, without padding
 */
record Patches(int channels, int kernelSize) {

  /** Rows of the matrix: C K K values under the kernel. */
  long rows() {
    return (long) channels * kernelSize * kernelSize;
  }

  /** How far a kernel can be moved over a side of an image: side - K + 1 places. */
  long places(long side) {
    return side - kernelSize + 1;
  }

  /**
   * Lays out the patches: one copy of the whole batch for each of the K K places in the kernel.
   *
   * @param images {@code [N, C, H, W]}
   * @return {@code [C K K, N H' W']} with H' = H - K + 1 and W' = W - K + 1
   */
  INDArray of(INDArray images) {
    long n = images.size(0);
    long high = places(images.size(2));
    long wide = places(images.size(3));
    INDArray patches =
        Nd4j.createUninitialized(
            images.dataType(), new long[] {channels, kernelSize, kernelSize, n, high, wide}, 'c');
    INDArray channelsFirst = images.permute(1, 0, 2, 3); // a view, [C, N, H, W]
    for (int i = 0; i < kernelSize; i++) {
      for (int j = 0; j < kernelSize; j++) {
        patches
            .get(all(), point(i), point(j), all(), all(), all())
            .assign(channelsFirst.get(all(), all(), interval(i, i + high), interval(j, j + wide)));
      }
    }
    return patches.reshape('c', rows(), n * high * wide);
  }

  /**
   * The way back ('col2im'): adds each patch's values to the pixels that they were copied from.
   *
   * @param patches {@code [C K K, N H' W']}
   * @param shape of the images, {@code [N, C, H, W]}
   */
  INDArray sum(INDArray patches, long... shape) {
    long high = places(shape[2]);
    long wide = places(shape[3]);
    INDArray parts = patches.reshape('c', channels, kernelSize, kernelSize, shape[0], high, wide);
    long[] channelsFirst = {shape[1], shape[0], shape[2], shape[3]};
    INDArray sum = Nd4j.zeros(patches.dataType(), channelsFirst);
    // ND4J adds whole arrays ten times as fast as it adds to a part of one.
    INDArray placed = Nd4j.createUninitialized(patches.dataType(), channelsFirst, 'c');
    for (int i = 0; i < kernelSize; i++) {
      for (int j = 0; j < kernelSize; j++) {
        placed.assign(0);
        placed
            .get(all(), all(), interval(i, i + high), interval(j, j + wide))
            .assign(parts.get(all(), point(i), point(j), all(), all(), all()));
        sum.addi(placed);
      }
    }
    return sum.permute(1, 0, 2, 3).dup('c');
  }
}
