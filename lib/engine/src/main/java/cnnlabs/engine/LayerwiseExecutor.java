package cnnlabs.engine;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Executes a network layer by layer, as Deeplearning4j does it: every layer that Deeplearning4j
 * knows, on every back end. The reference for faster ways.
 *
 * <p>Deeplearning4j's sums round by where in memory the arrays lie, which is another place in
 * another process: the same training in two processes was seen to differ by 1e-8. Within a process
 * it is the same to the bit; across processes that holds of compiled networks only.
 */
final class LayerwiseExecutor implements NetworkExecutor {

  private final MultiLayerNetwork network;
  private final LabelSmoothing smoothing;
  private final BeforeUpdate beforeUpdate = new BeforeUpdate();

  /**
   * Wraps an initialized network.
   *
   * @throws IllegalArgumentException if the last layer has no loss
   */
  LayerwiseExecutor(MultiLayerNetwork network) {
    this(network, LabelSmoothing.NONE);
  }

  /** Wraps an initialized network, whose loss is measured against smoothed labels. */
  LayerwiseExecutor(MultiLayerNetwork network, LabelSmoothing smoothing) {
    if (!(network.getOutputLayer() instanceof IOutputLayer)) {
      throw new IllegalArgumentException(
          "The last layer must be an OutputLayer or a LossLayer, which have a loss, but is "
              + network.getOutputLayer().getClass().getSimpleName());
    }
    this.network = network;
    this.smoothing = smoothing;
    network.addListeners(beforeUpdate);
  }

  @Override
  public StepResult train(INDArray features, int[] labels, long dropoutSeed) {
    Nd4j.getRandom().setSeed(dropoutSeed);
    beforeUpdate.labels = labels;
    network.fit(features, targets(labels));
    return new StepResult(network.score() - beforeUpdate.penalty, beforeUpdate.correct);
  }

  @Override
  public INDArray output(INDArray features) {
    return network.output(features, false);
  }

  @Override
  public INDArray gradient(INDArray features, int[] labels) {
    beforeUpdate.labels = labels;
    return withoutDropout(
        () -> {
          var gradients =
              network.calculateGradients(features, targets(labels), null, null).getFirst();
          return gradients.gradient().reshape(network.numParams()).div(labels.length);
        });
  }

  private <T> T withoutDropout(Supplier<T> action) {
    var dropouts = new IdentityHashMap<Layer, IDropout>();
    for (var layer : network.getLayers()) {
      Layer conf = layer.conf().getLayer();
      dropouts.put(conf, conf.getIDropout());
      conf.setIDropout(null);
    }
    try {
      return action.get();
    } finally {
      dropouts.forEach(Layer::setIDropout);
    }
  }

  @Override
  public List<INDArray> activations(INDArray features) {
    List<INDArray> inputAndOutputs = network.feedForward(features, false);
    return List.copyOf(inputAndOutputs.subList(1, inputAndOutputs.size()));
  }

  @Override
  public List<LayerTime> layerTimes(INDArray features, int[] labels) {
    return withoutDropout(() -> new LayerwiseTimer(network).run(features, targets(labels)));
  }

  @Override
  public String path() {
    return LAYERS;
  }

  @Override
  public void close() {
    var listeners = List.copyOf(network.getListeners());
    network.setListeners(listeners.stream().filter(other -> other != beforeUpdate).toList());
  }

  private INDArray targets(int[] labels) {
    int classes = network.layerSize(network.getnLayers() - 1);
    INDArray rows =
        Nd4j.valueArrayOf(
            new long[] {labels.length, classes}, smoothing.offLabel(classes), DataType.FLOAT);
    for (int row = 0; row < labels.length; row++) {
      rows.putScalar(row, labels[row], smoothing.onLabel(classes));
    }
    return rows;
  }

  /**
   * Measures what is gone after the update: the outputs, and the penalty, at the old parameters.
   * Deeplearning4j's forward pass of a training step stops short of the output layer, so its
   * product is computed here once more: 84 x 10 of a LeNet's 650,000 multiply-adds an image.
   */
  private static final class BeforeUpdate extends BaseTrainingListener {

    private int[] labels = {};
    private double penalty;
    private int correct;

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      var network = (MultiLayerNetwork) model;
      penalty = network.calcRegularizationScore(true);
      INDArray last = activations.get(activations.size() - 1);
      var preProcessor =
          network.getLayerWiseConfigurations().getInputPreProcess(network.getnLayers() - 1);
      if (preProcessor != null) {
        last = preProcessor.preProcess(last, labels.length, LayerWorkspaceMgr.noWorkspaces());
      }
      INDArray outputs =
          network.getOutputLayer() instanceof LossLayer
              ? last // It has no weights, and its activation keeps the order.
              : logits(network.getOutputLayer().paramTable(), last);
      correct = 0;
      int[] predicted = outputs.argMax(1).toIntVector();
      for (int row = 0; row < labels.length; row++) {
        correct += predicted[row] == labels[row] ? 1 : 0;
      }
    }

    private static INDArray logits(Map<String, INDArray> parameters, INDArray input) {
      INDArray logits = input.mmul(parameters.get(DefaultParamInitializer.WEIGHT_KEY));
      @Nullable INDArray bias = parameters.get(DefaultParamInitializer.BIAS_KEY);
      return bias == null ? logits : logits.addiRowVector(bias);
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      throw new IllegalStateException("A sequential network reports its activations as a list.");
    }
  }
}
