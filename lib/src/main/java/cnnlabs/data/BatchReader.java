package cnnlabs.data;

import com.google.common.collect.Iterators;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Reads a data set as normalized batches, in order or shuffled by seed.
 *
 * <p>All batches share one array, which each batch overwrites: a reader serves one loop at a time,
 * in one thread. The last batch of a pass is smaller where the batch size does not divide the
 * images.
 */
public final class BatchReader {

  private final ImageDataset dataset;
  private final Augmentation augmentation;
  private final int batchSize;

  private final INDArray full;
  private final INDArray last;
  private final FloatBuffer buffer;
  private final float[][] tables;
  private final byte[] stored;
  private final byte[] changed;
  private final float[] values;

  /** A reader that changes no image: see the other constructor. */
  public BatchReader(ImageDataset dataset, Normalization normalization, int batchSize) {
    this(dataset, normalization, Augmentation.none(), batchSize);
  }

  /**
   * Makes a reader and its array.
   *
   * @param dataset the images
   * @param normalization what is done to each pixel
   * @param augmentation how the images of a shuffled pass are changed; those in order never are
   * @param batchSize images a batch, 1 to {@code dataset.size()}
   * @throws IllegalArgumentException if the batch size is out of its range, a batch has more than
   *     2^31 - 1 values, the normalization is for another number of channels, or the augmentation
   *     for larger images
   */
  public BatchReader(
      ImageDataset dataset, Normalization normalization, Augmentation augmentation, int batchSize) {
    ImageShape shape = dataset.shape();
    normalization.requireFor(shape);
    augmentation.requireFor(shape);
    requireBatchSize(dataset, batchSize);
    this.dataset = dataset;
    this.augmentation = augmentation;
    this.batchSize = batchSize;
    this.full =
        Nd4j.createUninitialized(
            DataType.FLOAT,
            new long[] {batchSize, shape.channels(), shape.height(), shape.width()},
            'c');
    int rest = dataset.size() % batchSize;
    this.last = rest == 0 ? full : full.get(NDArrayIndex.interval(0, rest));
    this.buffer = full.data().asNioFloat();
    this.tables =
        IntStream.range(0, shape.channels()).mapToObj(normalization::table).toArray(float[][]::new);
    this.stored = new byte[shape.volume()];
    this.changed = new byte[shape.volume()];
    this.values = new float[shape.volume()];
  }

  /**
   * Checks a batch size, as long as nothing depends on it.
   *
   * @throws IllegalArgumentException if it is not 1 to {@code dataset.size()}, or a batch has more
   *     than 2^31 - 1 values
   */
  public static void requireBatchSize(ImageDataset dataset, int batchSize) {
    int largest = Math.min(dataset.size(), Integer.MAX_VALUE / dataset.shape().volume());
    if (batchSize < 1 || batchSize > largest) {
      throw new IllegalArgumentException(
          "A batch size of %d for the %d images of %s: choose 1 to %d."
              .formatted(batchSize, dataset.size(), dataset.name(), largest));
    }
  }

  /** Batches a pass over all images. */
  public int batches() {
    return (dataset.size() - 1) / batchSize + 1;
  }

  /** All images in their own order. */
  public Iterable<Batch> inOrder() {
    int[] order = IntStream.range(0, dataset.size()).toArray();
    return () -> pass(order, 0, this::copy);
  }

  /**
   * All images in an order, and changed in a way, that are functions of seed and epoch only.
   *
   * @param seed the run's
   * @param epoch from 0 or 1, as the caller counts
   */
  public Iterable<Batch> shuffled(long seed, int epoch) {
    return shuffled(seed, epoch, 0);
  }

  /**
   * The same pass as {@link #shuffled(long, int)} from one of its batches on, for a resumed run.
   *
   * @param firstBatch index of the first batch to give, 0 to {@code batches()}; the latter gives
   *     none
   * @throws IllegalArgumentException if {@code firstBatch} is out of its range
   */
  public Iterable<Batch> shuffled(long seed, int epoch, int firstBatch) {
    if (firstBatch < 0 || firstBatch > batches()) {
      throw new IllegalArgumentException(
          "An epoch cannot go on at batch %d: choose 0 to %d.".formatted(firstBatch, batches()));
    }
    int[] order =
        RandomStream.permutation(
            dataset.size(), RandomStream.of(seed, RandomStream.Purpose.SHUFFLE, epoch, 0));
    IntFunction<byte[]> images =
        augmentation.changesNothing() ? this::copy : image -> change(image, seed, epoch);
    return () -> pass(order, firstBatch, images);
  }

  /** An image's bytes {@code [C, H, W]} as they are, valid until the next call. */
  private byte[] copy(int image) {
    dataset.copyPixels(image, stored, 0);
    return stored;
  }

  private byte[] change(int image, long seed, int epoch) {
    augmentation.apply(
        dataset.shape(), copy(image), changed, Augmentation.stream(seed, epoch, image));
    return changed;
  }

  private Batch read(int[] order, int index, IntFunction<byte[]> images) {
    int start = index * batchSize;
    int size = Math.min(batchSize, order.length - start);
    INDArray features = size == batchSize ? full : last;
    int[] labels = new int[size];
    Nd4j.getAffinityManager().ensureLocation(features, AffinityManager.Location.HOST);
    for (int slot = 0; slot < size; slot++) {
      int image = order[start + slot];
      labels[slot] = dataset.label(image);
      normalize(images.apply(image));
      buffer.put(slot * values.length, values);
    }
    Nd4j.getAffinityManager().tagLocation(features, AffinityManager.Location.HOST);
    return new Batch(features, labels, index);
  }

  /** From bytes to values, by a table a channel. */
  private void normalize(byte[] bytes) {
    int area = dataset.shape().area();
    for (int channel = 0; channel < tables.length; channel++) {
      float[] table = tables[channel];
      for (int i = channel * area; i < (channel + 1) * area; i++) {
        values[i] = table[bytes[i] & 0xff];
      }
    }
  }

  /** One pass over the images, from a batch on; each batch is read when it is asked for. */
  private Iterator<Batch> pass(int[] order, int first, IntFunction<byte[]> images) {
    return Iterators.transform(
        IntStream.range(first, batches()).iterator(), index -> read(order, index, images));
  }
}
