package cnnlabs.engine.onednn;

import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
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

  /**
   * Adam whose epsilon is not lost beside the gradients. With the usual 1e-8 its first steps have
   * their full length whichever sign rounding gives to a gradient of zero.
   */
  static IUpdater adam(double learningRate) {
    return Adam.builder().learningRate(learningRate).epsilon(1e-4).build();
  }

  /** A LeNet without kinks: two paths that round otherwise stay side by side for many steps. */
  static MultiLayerConfiguration smoothLeNet(NeuralNetConfiguration.Builder settings) {
    MultiLayerConfiguration configuration = leNet(settings, Activation.TANH, true);
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      if (layer.getLayer() instanceof SubsamplingLayer pooling) {
        pooling.setPoolingType(PoolingType.AVG);
      }
    }
    return configuration;
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

  private static ConvolutionLayer convolution(int filters, int kernelSize) {
    return new ConvolutionLayer.Builder(kernelSize, kernelSize).nOut(filters).build();
  }

  private static ConvolutionLayer same(int filters, int kernelSize, Activation activation) {
    return new ConvolutionLayer.Builder(kernelSize, kernelSize)
        .nOut(filters)
        .convolutionMode(ConvolutionMode.Same)
        .activation(activation)
        .build();
  }

  private static SubsamplingLayer maximum() {
    return new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build();
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  /** A4: as LeNet with ReLU and 3x3 kernels. */
  static MultiLayerConfiguration a4(IUpdater updater) {
    return settings(updater)
        .activation(Activation.RELU)
        .list()
        .layer(convolution(6, 3))
        .layer(maximum())
        .layer(convolution(16, 3))
        .layer(maximum())
        .layer(dense(120))
        .layer(dense(84))
        .layer(output(10, true))
        .setInputType(InputType.convolutional(32, 32, 3))
        .build();
  }

  /** A5, literally: five padded convolutions, each with average pooling of stride 1. */
  static MultiLayerConfiguration a5(IUpdater updater) {
    NeuralNetConfiguration.ListBuilder list = settings(updater).activation(Activation.RELU).list();
    for (int filters = 6; filters <= 96; filters *= 2) {
      list.layer(same(filters, 3, Activation.RELU));
      list.layer(
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
              .kernelSize(2, 2)
              .stride(1, 1)
              .build());
    }
    return list.layer(dense(120))
        .layer(dense(84))
        .layer(output(10, true))
        .setInputType(InputType.convolutional(32, 32, 3))
        .build();
  }

  /** B1, its dropout apart: the two paths draw different masks. */
  static MultiLayerConfiguration b1(IUpdater updater) {
    return settings(updater)
        .activation(Activation.IDENTITY)
        .list()
        .layer(convolution(10, 5))
        .layer(maximum())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(convolution(20, 5))
        .layer(maximum())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(new DenseLayer.Builder().nOut(50).activation(Activation.RELU).build())
        .layer(output(10, true))
        .setInputType(InputType.convolutional(28, 28, 1))
        .build();
  }

  /** B6. */
  static MultiLayerConfiguration b6(IUpdater updater, double l2) {
    return settings(updater)
        .activation(Activation.RELU)
        .l2(l2)
        .l2Bias(l2)
        .list()
        .layer(convolution(12, 5))
        .layer(maximum())
        .layer(convolution(24, 5))
        .layer(maximum())
        .layer(dense(120))
        .layer(dense(84))
        .layer(output(10, true))
        .setInputType(InputType.convolutional(32, 32, 3))
        .build();
  }

  /** C1: three convolutions, with or without batch normalization, one or three poolings. */
  static MultiLayerConfiguration c1(IUpdater updater, boolean normalized) {
    NeuralNetConfiguration.ListBuilder list = settings(updater).activation(Activation.RELU).list();
    for (int filters = 8; filters <= 16; filters += 4) {
      if (normalized) {
        // No biases: their true gradient is zero before a normalization, and Adam would make steps
        // of full length from its rounding errors.
        list.layer(
            new ConvolutionLayer.Builder(3, 3)
                .nOut(filters)
                .convolutionMode(ConvolutionMode.Same)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build());
        list.layer(new BatchNormalization.Builder().build());
        list.layer(new ActivationLayer(Activation.RELU));
      } else {
        list.layer(convolution(filters, 3));
      }
      if (normalized || filters == 16) {
        list.layer(maximum());
      }
    }
    return list.layer(dense(64))
        .layer(output(10, true))
        .setInputType(InputType.convolutional(32, 32, 3))
        .build();
  }

  /** D1: a perceptron with one hidden layer. */
  static MultiLayerConfiguration d1(IUpdater updater) {
    return settings(updater)
        .activation(Activation.SIGMOID)
        .list()
        .layer(dense(32))
        .layer(output(50, true))
        .setInputType(InputType.convolutional(8, 8, 3))
        .build();
  }

  /** D3: LeNet with SiLU, 3x3 kernels and a third convolution. */
  static MultiLayerConfiguration d3(IUpdater updater) {
    return settings(updater)
        .activation(Activation.SWISH)
        .list()
        .layer(convolution(6, 3))
        .layer(maximum())
        .layer(convolution(16, 3))
        .layer(maximum())
        .layer(convolution(32, 3))
        .layer(dense(120))
        .layer(dense(84))
        .layer(output(50, true))
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
