package cnnlabs.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cnnlabs.engine.ComputationException;
import cnnlabs.engine.Engine;
import cnnlabs.engine.NetworkExecutor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

/** A failure is an error that says where; it chooses no other way to compute. */
class FailureTest {

  private static final int BATCH = 4;
  private static final int LARGEST = 1_000_000;

  private final INDArray features = Networks.images(1, BATCH, 3, 32, 32);
  private final int[] labels = Networks.labels(1, BATCH, 10);
  private final MultiLayerNetwork network =
      Reference.network(Networks.leNet(Networks.settings(new Adam(0.001)), Activation.RELU, true));

  private NetworkExecutor executor() {
    return Engine.executor(network, BATCH, 3, 32, 32);
  }

  @Test
  void shortageWhileCompilingNamesStatusLayerAndAdvice() {
    try (var faults = Faults.from("dnnl_primitive_create", 3, Faults.OUT_OF_MEMORY);
        NetworkExecutor executor = executor()) {
      assertThat(executor.path()).isEqualTo(NetworkExecutor.COMPILED);
      assertThatThrownBy(() -> executor.train(features, labels, 0))
          .isInstanceOf(ComputationException.class)
          .hasMessageContaining("dnnl_primitive_create answers status 1 (out of memory)")
          .hasMessageMatching("(?s).*, at layer \\d \\(\\w+, \\w+\\), for the training step of .*")
          .hasMessageContaining("batches of [4, 3, 32, 32]")
          .hasMessageMatching("(?s).*Up to there [\\d,.]+ MB were asked for.*are available.*")
          .hasMessageContaining("Choose a smaller batch, give layer ");
      assertThat(faults.calls()).isGreaterThan(3);
    }
  }

  @Test
  void aFailingStepNamesItsLayer() {
    try (var faults = Faults.once("dnnl_primitive_execute", 2, 5);
        NetworkExecutor executor = executor()) {
      assertThatThrownBy(() -> executor.train(features, labels, 0))
          .isInstanceOf(ComputationException.class)
          .hasMessageContaining("dnnl_primitive_execute answers status 5 (runtime error), at layer")
          .hasMessageNotContaining("smaller");
      assertThat(faults.calls()).isEqualTo(2);
    }
  }

  @Test
  void aFailureThatPassesLeavesPathAndBits() {
    float[] undisturbed = weights(Faults.none("dnnl_primitive_create"));
    assertThat(weights(Faults.once("dnnl_primitive_create", 3, Faults.OUT_OF_MEMORY)))
        .isEqualTo(undisturbed);
  }

  private float[] weights(Faults chosen) {
    MultiLayerNetwork copy = network.clone();
    try (Faults faults = chosen;
        NetworkExecutor executor = Engine.executor(copy, BATCH, 3, 32, 32)) {
      assertThat(executor.path()).isEqualTo(NetworkExecutor.COMPILED);
      executor.train(features, labels, 0);
      assertThat(faults.calls()).isPositive();
    }
    return copy.params().dup().data().asFloat();
  }

  @Test
  void whatOneDnnDoesNotHaveGoesLayerByLayer() {
    try (var faults = Faults.from("dnnl_primitive_desc_create", 1, Faults.UNIMPLEMENTED);
        NetworkExecutor executor = executor()) {
      assertThat(executor.path()).isEqualTo(NetworkExecutor.LAYERS);
      assertThat(faults.calls()).isPositive();
    }
  }

  @Test
  void oneReleaseThatFailsStopsNoOther() {
    List<Integer> released = new ArrayList<>();
    var resources = new NativeResources();
    for (int i = 0; i < 3; i++) {
      int number = i;
      resources.own(
          new BytePointer(),
          pointer -> {
            released.add(number);
            return number == 1 ? Faults.OUT_OF_MEMORY : 0;
          });
    }
    resources.close();
    assertThat(released).containsExactly(2, 1, 0);
  }

  @Test
  void aProgramTooBigForMemorySaysHowMuchAndWhatIsLargest() {
    var demand = new Demand(Purpose.TRAINING, new long[] {LARGEST, 3, 32, 32});
    demand.at("layer 1 (conv1, ConvolutionLayer)");
    demand.add(1L << 49);
    demand.at("layer 2 (dense1, DenseLayer)");
    demand.add(1L << 20);
    assertThatThrownBy(() -> demand.allocate(1L << 49))
        .isInstanceOf(ComputationException.class)
        .hasMessageStartingWith(
            "The training step of batches of [1000000, 3, 32, 32] takes 524,288.0 GB of memory")
        .hasMessageContaining("Most of it is for layer 1 (conv1, ConvolutionLayer).")
        .hasMessageContaining("smaller batch");
  }
}
