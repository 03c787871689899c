package cnnlabs.model;

import static cnnlabs.model.Layers.averagePool;
import static cnnlabs.model.Layers.dense;
import static cnnlabs.model.Layers.paddedConv;

import cnnlabs.data.ImageShape;
import com.google.common.base.Joiner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * The assignment's deep network: convolutions with 3 x 3 kernels, padded to keep the size, each
 * followed by 2 x 2 average pooling of stride 1, which takes one pixel off height and width; then
 * dense layers of 120 and 84 units.
 *
 * <p>Nothing halves the maps: with five convolutions 32 x 32 pixels become 27 x 27, and the first
 * dense layer sees each of them.
 *
 * @param filters maps of each convolution, each at least 1; the assignment has five
 * @param activation the activation of all convolutions and both dense layers
 */
public record FiveConvolutions(List<Integer> filters, Activation activation)
    implements Architecture {

  private static final int KERNEL_SIZE = 3;

  /** Refuses an empty list with an {@link IllegalArgumentException}. */
  public FiveConvolutions {
    filters = List.copyOf(filters);
    if (filters.isEmpty()) {
      throw new IllegalArgumentException(
          "filters must hold a number for each convolution, such as 6, 12, 24, 48, 96");
    }
  }

  /** The assignment's network as R2 reads it: 6, 12, 24, 48 and 96 filters. */
  public static FiveConvolutions of(Activation activation) {
    return new FiveConvolutions(List.of(6, 12, 24, 48, 96), activation);
  }

  /**
   * R1's network, whose last 128 maps make 93,312 inputs of the first dense layer. Its first four
   * convolutions are open: 8, 16, 32 and 64 filters are taken here.
   */
  public static FiveConvolutions wide(Activation activation) {
    return new FiveConvolutions(List.of(8, 16, 32, 64, 128), activation);
  }

  /** The same network with other filters, a number a convolution. */
  public FiveConvolutions withFilters(int... filters) {
    return new FiveConvolutions(IntStream.of(filters).boxed().toList(), activation);
  }

  @Override
  public List<Layer> hiddenLayers(ImageShape input) {
    var layers = new ArrayList<Layer>();
    for (int i = 0; i < filters.size(); i++) {
      layers.add(paddedConv("conv" + (i + 1), filters.get(i), KERNEL_SIZE, activation));
      layers.add(averagePool("pool" + (i + 1), 1));
    }
    layers.add(dense("dense1", 120, activation));
    layers.add(dense("dense2", 84, activation));
    return layers;
  }

  @Override
  public String label() {
    return "%s convolutions, %s".formatted(Joiner.on("-").join(filters), activation);
  }
}
