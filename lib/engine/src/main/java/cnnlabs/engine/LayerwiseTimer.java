package cnnlabs.engine;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Times Deeplearning4j's layers one by one, outside its training loop. They are in training mode,
 * as their backward passes want it.
 */
final class LayerwiseTimer {

  private static final LayerWorkspaceMgr MEMORY = LayerWorkspaceMgr.noWorkspaces();

  private final MultiLayerNetwork network;

  LayerwiseTimer(MultiLayerNetwork network) {
    this.network = network;
  }

  List<LayerTime> run(INDArray features, INDArray oneHot) {
    if (network.getFlattenedGradients() == null) {
      network.initGradientsView();
    }
    int count = network.getnLayers();
    double[] forward = new double[count];
    INDArray reached = features;
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      reached = forward(i, reached);
      forward[i] = seconds(begin);
    }
    ((IOutputLayer) network.getOutputLayer()).setLabels(oneHot);
    var times = new ArrayList<LayerTime>();
    INDArray gradient = null;
    for (int i = count - 1; i >= 0; i--) {
      long begin = System.nanoTime();
      gradient = network.getLayer(i).backpropGradient(gradient, MEMORY).getSecond();
      InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(i);
      if (reshape != null && gradient != null) {
        gradient = reshape.backprop(gradient, (int) features.size(0), MEMORY);
      }
      times.add(0, new LayerTime(forward[i], seconds(begin)));
    }
    network.clear();
    return times;
  }

  private INDArray forward(int index, INDArray input) {
    InputPreProcessor reshape = network.getLayerWiseConfigurations().getInputPreProcess(index);
    INDArray shaped =
        reshape == null ? input : reshape.preProcess(input, (int) input.size(0), MEMORY);
    return network.getLayer(index).activate(shaped, true, MEMORY);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
