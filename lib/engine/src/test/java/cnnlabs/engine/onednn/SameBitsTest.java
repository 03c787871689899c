package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The same seed gives the same bits on the same processor: alone, beside others, run after run. An
 * instruction set of another width adds in another order, and so rounds otherwise.
 */
class SameBitsTest {

  private static final int STEPS = 60;

  private static MultiLayerConfiguration configuration() {
    return Networks.settings(new Adam(0.001))
        .l2(1e-4)
        .activation(Activation.RELU)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(6).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).activation(Activation.IDENTITY).build())
        .layer(new BatchNormalization.Builder().build())
        .layer(new ActivationLayer(Activation.SWISH))
        .layer(new DenseLayer.Builder().nOut(50).dropOut(0.5).build())
        .layer(Networks.output(10, true))
        .setInputType(InputType.convolutional(32, 32, 3))
        .build();
  }

  private static float[] train() {
    MultiLayerNetwork network = Reference.network(configuration());
    try (var executor = CompiledExecutor.of(network)) {
      for (int i = 0; i < STEPS; i++) {
        int size = i % 7 == 6 ? 5 : 16;
        executor.train(Networks.images(i, size, 3, 32, 32), Networks.labels(i, size, 10), 100L + i);
      }
    }
    return network.params().dup().data().asFloat();
  }

  @Test
  void sameSeedSameBits() throws InterruptedException, ExecutionException {
    float[] alone = train();
    assertThat(train()).isEqualTo(alone);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<float[]>> beside = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        beside.add(threads.submit(SameBitsTest::train));
      }
      for (Future<float[]> one : beside) {
        assertThat(one.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void sameBitsWhateverTheNumberOfThreads() {
    float[] one = train();
    NativeOps openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = openMp.ompGetMaxThreads();
    openMp.setOmpNumThreads(3);
    try {
      assertThat(train()).isEqualTo(one);
      assertThat(openMp.ompGetMaxThreads()).isEqualTo(3);
    } finally {
      openMp.setOmpNumThreads(before);
    }
  }
}
