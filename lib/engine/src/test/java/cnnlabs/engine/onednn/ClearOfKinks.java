package cnnlabs.engine.onednn;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Images none of whose values in a network lies within rounding of a kink: of ReLU's zero, or of
 * another value that would be the maximum under a pooling window.
 *
 * <p>At a kink the gradient jumps. Each processor's instructions round in an order of their own, so
 * that a value beside a kink falls to one side here and to the other there, both rightly. Away from
 * the kinks two gradients differ by rounding alone.
 */
final class ClearOfKinks {

  /**
   * How far values keep away, as a share of the layer's greatest. Rounding moves a value by about
   * 3e-7 of it.
   */
  static final double MARGIN = 2e-6;

  /** For Winograd's algorithm, which rounds more, and for a finite difference's step. */
  static final double WIDE_MARGIN = 1e-5;

  private static final int DRAWS = 20;

  private final MultiLayerNetwork network;
  private final double margin;
  private boolean[] near = {};

  private ClearOfKinks(MultiLayerNetwork network, double margin) {
    MultiLayerConfiguration watched = network.getLayerWiseConfigurations().clone();
    for (int i = 0; i < watched.getConfs().size(); i++) {
      watch(watched.getConf(i).getLayer());
    }
    watched.setDataType(DataType.DOUBLE);
    this.network = Reference.network(watched);
    this.network.setParams(network.params().castTo(DataType.DOUBLE));
    this.margin = margin;
  }

  /** As {@link #find}, where such images are known to be found. */
  static INDArray images(MultiLayerNetwork network, double margin, long seed, long... shape) {
    return find(network, margin, seed, shape).orElseThrow();
  }

  /**
   * Random images {@code [N, C, H, W]}, each drawn again while it is near a kink of the network's;
   * empty where twenty draws were not enough, as for many values that share a normalization.
   */
  static Optional<INDArray> find(
      MultiLayerNetwork network, double margin, long seed, long... shape) {
    INDArray images = Networks.images(seed, shape);
    var kinks = new ClearOfKinks(network, margin);
    for (int draw = 1; draw <= DRAWS; draw++) {
      if (!kinks.anyNear(images)) {
        return Optional.of(images);
      }
      INDArray others = Networks.images(seed + 1009L * draw, shape);
      for (int i = 0; i < shape[0]; i++) {
        if (kinks.near[i]) {
          images.slice(i).assign(others.slice(i));
        }
      }
    }
    return Optional.empty();
  }

  private boolean anyNear(INDArray images) {
    near = new boolean[Math.toIntExact(images.size(0))];
    List<INDArray> inputs = network.feedForward(images.castTo(DataType.DOUBLE), true);
    for (int i = 0; i < network.getnLayers(); i++) {
      if (network.getLayer(i).conf().getLayer() instanceof SubsamplingLayer pooling
          && pooling.getPoolingType() == PoolingType.MAX) {
        noteMaxima(inputs.get(i), pooling);
      }
    }
    return IntStream.range(0, near.length).anyMatch(i -> near[i]);
  }

  /** A sum of zeros is zero however it is rounded: no value to fall off a kink. */
  private void noteZeros(INDArray values) {
    double least = least(values);
    double[] flat = values.dup('c').data().asDouble();
    int size = flat.length / near.length;
    for (int i = 0; i < flat.length; i++) {
      near[i / size] |= flat[i] != 0 && Math.abs(flat[i]) < least;
    }
  }

  /** A window that reaches over a border more than Deeplearning4j's counts as well. */
  private void noteMaxima(INDArray maps, SubsamplingLayer pooling) {
    double least = least(maps);
    int rows = Math.toIntExact(maps.size(2));
    int columns = Math.toIntExact(maps.size(3));
    double[] flat = maps.dup('c').data().asDouble();
    int size = flat.length / near.length;
    for (int plane = 0; plane < flat.length; plane += rows * columns) {
      for (int top = start(pooling, 0, rows); top < rows; top += pooling.getStride()[0]) {
        for (int left = start(pooling, 1, columns);
            left < columns;
            left += pooling.getStride()[1]) {
          var window = new TreeSet<Double>(); // each value once
          for (int y = Math.max(0, top);
              y < Math.min(rows, top + pooling.getKernelSize()[0]);
              y++) {
            for (int x = Math.max(0, left);
                x < Math.min(columns, left + pooling.getKernelSize()[1]);
                x++) {
              window.add(flat[plane + y * columns + x]);
            }
          }
          near[plane / size] |= lead(window) < least;
        }
      }
    }
  }

  private double least(INDArray values) {
    return margin * values.amaxNumber().doubleValue();
  }

  private static int start(SubsamplingLayer pooling, int side, int length) {
    if (pooling.getConvolutionMode() != ConvolutionMode.Same) {
      return -pooling.getPadding()[side];
    }
    int stride = pooling.getStride()[side];
    int covered = (length + stride - 1) / stride * stride - stride + pooling.getKernelSize()[side];
    return -Math.max(0, covered - length) / 2;
  }

  /**
   * How far the maximum lies above the next value. Equal maxima are one value that two windows
   * passed on, or ReLU's zeros: the gradient is the same whichever of them it goes to.
   */
  private static double lead(NavigableSet<Double> window) {
    double greatest = window.last();
    @Nullable Double next = window.lower(greatest);
    return next == null ? Double.POSITIVE_INFINITY : greatest - next;
  }

  private void watch(Layer layer) {
    if (layer instanceof BaseLayer weighted) {
      weighted.setActivationFn(watched(weighted.getActivationFn()));
    } else if (layer instanceof ActivationLayer plain) {
      plain.setActivationFn(watched(plain.getActivationFn()));
    }
  }

  private IActivation watched(IActivation activation) {
    return activation instanceof ActivationReLU || activation instanceof ActivationLReLU
        ? new Watched(activation)
        : activation;
  }

  /** An activation function with a kink at zero, whose arguments are looked at. */
  private final class Watched extends BaseActivationFunction {

    private static final long serialVersionUID = 1;

    private final transient IActivation activation;

    Watched(IActivation activation) {
      this.activation = activation;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      noteZeros(in);
      return activation.getActivation(in, training);
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
      throw new UnsupportedOperationException("Outputs only.");
    }
  }
}
