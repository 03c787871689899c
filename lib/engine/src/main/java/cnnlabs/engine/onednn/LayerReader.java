package cnnlabs.engine.onednn;

import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.UnsupportedNetworkException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** Reads one layer after the other: the nodes that each is, and the loss of the last. */
final class LayerReader {

  /** What ends a network: its loss, and what stands between the loss's input and the output. */
  record Head(CompiledLoss loss, List<Node> outputNodes) {}

  private final LabelSmoothing smoothing;
  private final List<List<Node>> layers = new ArrayList<>();
  private List<Node> nodes = new ArrayList<>();
  private @Nullable Head head;

  /** The units of the last layer whose outputs are rows; 0 as long as they are maps. */
  private long units;

  /**
   * A reader of no layer yet.
   *
   * @param smoothing of the labels that the loss is measured against
   */
  LayerReader(LabelSmoothing smoothing) {
    this.smoothing = smoothing;
  }

  List<List<Node>> layers() {
    return layers;
  }

  @Nullable Head head() {
    return head;
  }

  /** Reads that a layer takes its input as rows. */
  void flatten() {
    nodes.add(new FlattenNode());
  }

  /**
   * Reads a layer.
   *
   * @param offset of its first parameter in the network's array
   * @throws UnsupportedNetworkException naming what is not known
   */
  void read(Layer layer, long offset) {
    if (layer instanceof ConvolutionLayer convolution) {
      readConvolution(convolution, offset);
    } else if (layer instanceof SubsamplingLayer pooling) {
      nodes.add(pooling(pooling));
    } else if (layer instanceof DenseLayer dense) {
      refuse(dense.hasLayerNorm(), "layer normalization");
      addDropout(layer);
      addDense(new DenseNode(offset, dense.getNIn(), dense.getNOut(), dense.hasBias(), null));
      addActivation(dense.getActivationFn());
    } else if (layer instanceof BatchNormalization normalization) {
      nodes.add(normalization(normalization, offset));
    } else if (layer instanceof ActivationLayer activation) {
      addActivation(activation.getActivationFn());
    } else if (layer instanceof DropoutLayer) {
      addDropout(layer);
    } else if (layer instanceof OutputLayer output) {
      addDropout(layer);
      addDense(new DenseNode(offset, output.getNIn(), output.getNOut(), output.hasBias(), null));
      readLoss(output.getLossFn(), output.getActivationFn());
    } else if (layer instanceof LossLayer output) {
      readLoss(output.getLossFn(), output.getActivationFn());
    }
    layers.add(nodes);
    nodes = new ArrayList<>();
  }

  static void refuse(boolean unknown, String what) {
    if (unknown) {
      throw new UnsupportedNetworkException(what);
    }
  }

  private void addDense(DenseNode dense) {
    nodes.add(dense);
    units = dense.units();
  }

  private void addDropout(Layer layer) {
    if (layer.getIDropout() != null) {
      nodes.add(new DropoutNode(LayerSettings.keep(layer.getIDropout()), layers.size()));
    }
  }

  private void addActivation(IActivation activation) {
    if (activation.getClass() == ActivationSoftmax.class) {
      refuse(units == 0, "softmax of maps");
      nodes.add(new SoftmaxNode());
    } else if (activation.getClass() != ActivationIdentity.class) {
      nodes.add(
          new ActivationNode(
              ActivationFunction.of(activation)
                  .orElseThrow(() -> new UnsupportedNetworkException("activation " + activation))));
    }
  }

  private void readConvolution(ConvolutionLayer layer, long offset) {
    refuseFormat(layer.getCnn2dDataFormat());
    Window window =
        window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            layer.getConvolutionMode());
    addDropout(layer);
    nodes.add(
        new ConvolutionNode(
            offset, layer.getNOut(), layer.getNIn(), window, layer.hasBias(), null));
    addActivation(layer.getActivationFn());
  }

  private static PoolingNode pooling(SubsamplingLayer layer) {
    refuseFormat(layer.getCnn2dDataFormat());
    refuse(
        !Arrays.equals(layer.getDilation(), new int[] {1, 1}),
        "dilation " + Arrays.toString(layer.getDilation()));
    Window window =
        window(
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding(),
            layer.getConvolutionMode());
    return switch (layer.getPoolingType()) {
      case MAX -> new PoolingNode(PoolingNode.Kind.MAXIMUM, window);
      case AVG ->
          new PoolingNode(
              layer.isAvgPoolIncludePadInDivisor()
                  ? PoolingNode.Kind.AVERAGE_WITH_PADDING
                  : PoolingNode.Kind.AVERAGE,
              window);
      default -> throw new UnsupportedNetworkException("pooling type " + layer.getPoolingType());
    };
  }

  private static void refuseFormat(CNN2DFormat format) {
    refuse(format != CNN2DFormat.NCHW, "format " + format);
  }

  private static Window window(
      int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode) {
    refuse(mode == ConvolutionMode.Causal, "convolution mode " + mode);
    return new Window(
        Window.Extent.of(kernel),
        Window.Extent.of(stride),
        Window.Extent.of(dilation),
        Window.Extent.of(padding),
        mode == ConvolutionMode.Same);
  }

  private static NormalizationNode normalization(BatchNormalization layer, long offset) {
    refuseFormat(layer.getCnn2DFormat());
    refuse(layer.isLockGammaBeta(), "locked gamma and beta");
    return new NormalizationNode(
        offset, layer.getNOut(), layer.getDecay(), (float) layer.getEps(), layer.isUseLogStd());
  }

  private void readLoss(ILossFunction function, IActivation activation) {
    refuse(units == 0, "loss of maps");
    Class<?> type = function.getClass();
    int classes = Math.toIntExact(units);
    if (type == LossMCXENT.class || type == LossNegativeLogLikelihood.class) {
      var crossEntropy = (LossMCXENT) function;
      refuse(crossEntropy.getWeights() != null, "loss weights");
      refuse(
          activation.getClass() != ActivationSoftmax.class,
          "cross-entropy on activation " + activation);
      head =
          new Head(
              new CompiledLoss.CrossEntropy(classes, crossEntropy.getSoftmaxClipEps(), smoothing),
              List.of(new SoftmaxNode()));
    } else if (type == LossMSE.class) {
      refuse(((LossMSE) function).getWeights() != null, "loss weights");
      refuse(smoothing.rate() > 0, "label smoothing with MSE");
      addActivation(activation);
      head = new Head(new CompiledLoss.MeanSquaredError(classes), List.of());
    } else {
      throw new UnsupportedNetworkException("loss " + function);
    }
  }
}
