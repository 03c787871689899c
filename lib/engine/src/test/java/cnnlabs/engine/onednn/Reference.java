package cnnlabs.engine.onednn;

import cnnlabs.engine.Engine;
import cnnlabs.engine.LabelSmoothing;
import cnnlabs.engine.NetworkExecutor;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j as it ships, without helpers, which the compiled step is measured against. */
final class Reference {

  private static final String HELPERS = "org.eclipse.deeplearning4j.helpers.disable";

  private Reference() {}

  /** A network whose layers have no helpers. */
  static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    return withHelpersDisabled(
        "true",
        () -> {
          var network = new MultiLayerNetwork(configuration.clone());
          network.init();
          return network;
        });
  }

  /** A network whose layers have helpers: Deeplearning4j mended. */
  static MultiLayerNetwork networkWithHelpers(MultiLayerConfiguration configuration) {
    return withHelpersDisabled(
        "false",
        () -> {
          var network = new MultiLayerNetwork(configuration.clone());
          network.init();
          return network;
        });
  }

  private static <T> T withHelpersDisabled(String disabled, Supplier<T> action) {
    String before = System.getProperty(HELPERS, "true");
    System.setProperty(HELPERS, disabled);
    try {
      return action.get();
    } finally {
      System.setProperty(HELPERS, before);
    }
  }

  /** An executor that executes the network layer by layer. */
  static NetworkExecutor layers(MultiLayerNetwork network, LabelSmoothing smoothing) {
    System.setProperty("cnnlabs.engine", NetworkExecutor.LAYERS);
    try {
      return Engine.executor(network, smoothing);
    } finally {
      System.clearProperty("cnnlabs.engine");
    }
  }

  /** The same network in double precision. */
  static MultiLayerNetwork inDouble(MultiLayerNetwork network) {
    return withHelpersDisabled("true", () -> network.convertDataType(DataType.DOUBLE));
  }

  /** The gradient of the mean loss, in training mode, in the order of the parameters. */
  static double[] gradient(MultiLayerNetwork network, INDArray features, int[] labels) {
    network.setInput(features.castTo(network.params().dataType()));
    network.setLabels(
        oneHot(labels, network.layerSize(network.getnLayers() - 1), network.params().dataType()));
    network.computeGradientAndScore();
    double[] gradient = network.getFlattenedGradients().dup().data().asDouble();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= labels.length;
    }
    return gradient;
  }

  static INDArray oneHot(int[] labels, long classes, DataType type) {
    INDArray rows = Nd4j.zeros(type, labels.length, classes);
    for (int row = 0; row < labels.length; row++) {
      rows.putScalar(row, labels[row], 1);
    }
    return rows;
  }
}
