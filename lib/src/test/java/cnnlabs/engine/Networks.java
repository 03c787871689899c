package cnnlabs.engine;

import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The networks of the homework, and random data for them. */
final class Networks {

  private Networks() {}

  static NeuralNetConfiguration.Builder settings(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(updater)
        .weightInit(WeightInit.UNIFORM);
  }

  /** A1: the LeNet of the assignment. */
  static MultiLayerConfiguration leNet(
      NeuralNetConfiguration.Builder settings, Activation activation, boolean crossEntropy) {
    return settings
        .activation(activation)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(6).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(16).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new DenseLayer.Builder().nOut(120).build())
        .layer(new DenseLayer.Builder().nOut(84).build())
        .layer(output(10, crossEntropy))
        .setInputType(InputType.convolutional(32, 32, 3))
        .build();
  }

  static OutputLayer output(int classes, boolean crossEntropy) {
    return new OutputLayer.Builder(crossEntropy ? LossFunction.MCXENT : LossFunction.MSE)
        .nOut(classes)
        .activation(crossEntropy ? Activation.SOFTMAX : Activation.IDENTITY)
        .build();
  }

  static INDArray images(long seed, long... shape) {
    var random = new Random(seed);
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    float[] values = new float[Math.toIntExact(count)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  static int[] labels(long seed, int count, int classes) {
    return new Random(seed).ints(count, 0, classes).toArray();
  }
}
