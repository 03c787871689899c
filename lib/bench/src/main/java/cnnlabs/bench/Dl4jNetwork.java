package cnnlabs.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A trial as a plain Deeplearning4j network, with the sample's parameters. */
final class Dl4jNetwork {

  private Dl4jNetwork() {}

  static MultiLayerNetwork of(Workload workload, Trial trial, Sample sample) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Sgd(trial.learningRate()))
            .activation(Activation.IDENTITY)
            .list();
    layers(trial).forEach(list::layer);
    Maps input = workload.input();
    var network =
        new MultiLayerNetwork(
            list.setInputType(
                    InputType.convolutional(input.height(), input.width(), input.channels()))
                .build());
    network.init();
    load(network, sample.parameters());
    return network;
  }

  private static List<org.deeplearning4j.nn.conf.layers.Layer> layers(Trial trial) {
    var result = new ArrayList<org.deeplearning4j.nn.conf.layers.Layer>();
    List<Layer> layers = trial.layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      boolean last = i == layers.size() - 1;
      Activation next = last ? Activation.IDENTITY : activation(layers.get(i + 1));
      if (layer instanceof Layer.Convolution convolution) {
        result.add(convolution(convolution, next));
      } else if (layer instanceof Layer.Dense dense) {
        result.add(
            last
                ? output(trial.loss())
                : new DenseLayer.Builder().nOut(dense.units()).activation(next).build());
      } else if (layer instanceof Layer.Activation) {
        if (i == 0 || !takesActivation(layers.get(i - 1))) {
          result.add(new ActivationLayer(activation(layer)));
        }
      } else {
        result.add(withoutParameters(layer));
      }
    }
    return result;
  }

  /** A convolution or dense layer has its activation in itself, as everyone writes it. */
  private static boolean takesActivation(Layer layer) {
    return layer instanceof Layer.Convolution || layer instanceof Layer.Dense;
  }

  private static Activation activation(Layer layer) {
    if (!(layer instanceof Layer.Activation activation)) {
      return Activation.IDENTITY;
    }
    return switch (activation) {
      case RELU -> Activation.RELU;
      case SIGMOID -> Activation.SIGMOID;
      case TANH -> Activation.TANH;
    };
  }

  private static ConvolutionLayer convolution(Layer.Convolution layer, Activation activation) {
    return new ConvolutionLayer.Builder(layer.kernelSize(), layer.kernelSize())
        .nOut(layer.filters())
        .convolutionMode(layer.same() ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .hasBias(layer.bias())
        .activation(activation)
        .build();
  }

  private static OutputLayer output(Trial.Loss loss) {
    boolean crossEntropy = loss == Trial.Loss.CROSS_ENTROPY;
    return new OutputLayer.Builder(crossEntropy ? LossFunction.MCXENT : LossFunction.MSE)
        .nOut(Workload.CLASSES)
        .activation(crossEntropy ? Activation.SOFTMAX : Activation.IDENTITY)
        .build();
  }

  private static org.deeplearning4j.nn.conf.layers.Layer withoutParameters(Layer layer) {
    if (layer instanceof Layer.MaxPooling) {
      return pooling(PoolingType.MAX, 2);
    }
    if (layer instanceof Layer.AveragePooling) {
      return pooling(PoolingType.AVG, 1);
    }
    if (layer instanceof Layer.Dropout dropout) {
      return new DropoutLayer.Builder(1 - dropout.rate()).build(); // the fraction that is kept
    }
    if (layer instanceof Layer.Normalization) {
      return new BatchNormalization.Builder()
          .eps(Layer.Normalization.EPSILON)
          .decay(Layer.Normalization.DECAY)
          .build();
    }
    throw new IllegalArgumentException(layer.toString());
  }

  private static SubsamplingLayer pooling(PoolingType type, int stride) {
    return new SubsamplingLayer.Builder(type, new int[] {2, 2}, new int[] {stride, stride}).build();
  }

  private static void load(MultiLayerNetwork network, List<float[]> parameters) {
    Iterator<float[]> next = parameters.iterator();
    for (var layer : network.getLayers()) {
      Map<String, INDArray> table = layer.paramTable();
      INDArray weights = table.get("W");
      if (weights != null) {
        weights.assign(weights(next.next(), weights.shape()));
      }
      INDArray biases = table.get("b");
      if (biases != null) {
        biases.assign(Nd4j.createFromArray(next.next()).reshape(biases.shape()));
      }
    }
  }

  /** Deeplearning4j's dense weights are {@code [inputs, outputs]}. */
  private static INDArray weights(float[] values, long[] shape) {
    INDArray array = Nd4j.createFromArray(values);
    return shape.length == 2
        ? array.reshape('c', shape[1], shape[0]).transpose()
        : array.reshape('c', shape);
  }
}
