package cnnlabs.model;

import cnnlabs.data.ImageShape;
import com.google.common.base.Joiner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Stages of convolution, activation and sometimes pooling, then dense layers: a network to design
 * by changing one stage at a time.
 *
 * <pre>{@code
 * StagedCnn.of(Stage.of(16, 3).withPooling(), Stage.of(32, 3).withPooling())
 *     .withBatchNormalization()
 *     .withDense(120, 84);
 * }</pre>
 *
 * @param stages the convolutions, in order; at least one
 * @param batchNormalization whether each convolution's maps are normalized over the batch before
 *     their activation. Ioffe, Szegedy: Batch normalization (2015)
 * @param denseUnits units of each hidden dense layer, each at least 1; none is allowed
 * @param activation of all convolutions and dense layers
 */
public record StagedCnn(
    List<Stage> stages, boolean batchNormalization, List<Integer> denseUnits, Activation activation)
    implements Architecture {

  /** Throws an {@link IllegalArgumentException} where there is no stage, or no unit in a layer. */
  public StagedCnn {
    stages = List.copyOf(stages);
    denseUnits = List.copyOf(denseUnits);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException(
          "stages must hold a convolution at least, such as Stage.of(16, 3)");
    }
    denseUnits.forEach(units -> Layers.positive("denseUnits", units));
  }

  /** Stages with ReLU, without batch normalization and hidden dense layers. */
  public static StagedCnn of(Stage... stages) {
    return new StagedCnn(List.of(stages), false, List.of(), Activation.RELU);
  }

  /** The same network with another stage in place of the {@linkplain #stage one of this number}. */
  public StagedCnn withStage(int number, Stage stage) {
    stage(number); // Checks the number.
    var changed = new ArrayList<>(stages);
    changed.set(number - 1, stage);
    return new StagedCnn(changed, batchNormalization, denseUnits, activation);
  }

  /**
   * The stage of this number, the first being 1.
   *
   * @throws IllegalArgumentException if there is no such stage
   */
  public Stage stage(int number) {
    if (number < 1 || number > stages.size()) {
      throw new IllegalArgumentException(
          "The stages have the numbers 1 to %d; there is no %d".formatted(stages.size(), number));
    }
    return stages.get(number - 1);
  }

  /** The same network with batch normalization between each convolution and its activation. */
  public StagedCnn withBatchNormalization() {
    return new StagedCnn(stages, true, denseUnits, activation);
  }

  /** The same network with these hidden dense layers, a number of units each. */
  public StagedCnn withDense(int... units) {
    return new StagedCnn(
        stages, batchNormalization, IntStream.of(units).boxed().toList(), activation);
  }

  @Override
  public List<Layer> hiddenLayers(ImageShape input) {
    var layers = new ArrayList<Layer>();
    for (int number = 1; number <= stages.size(); number++) {
      Stage stage = stage(number);
      layers.add(
          Layers.convolution(
              "conv" + number,
              stage.filters(),
              stage.kernelSize(),
              stage.padded(),
              batchNormalization ? Activation.IDENTITY : activation));
      if (batchNormalization) {
        layers.add(Layers.batchNormalization("norm" + number));
        layers.add(Layers.activation("act" + number, activation));
      }
      if (stage.pooled()) {
        layers.add(Layers.maxPool("pool" + number));
      }
    }
    for (int i = 0; i < denseUnits.size(); i++) {
      layers.add(Layers.dense("dense" + (i + 1), denseUnits.get(i), activation));
    }
    return layers;
  }

  /** In short: {@code 16@3x3, pool; 32@3x3; batch normalization; dense 120, 84; ReLU}. */
  @Override
  public String label() {
    var parts = new ArrayList<>(stages.stream().map(Stage::toString).toList());
    if (batchNormalization) {
      parts.add("batch normalization");
    }
    if (!denseUnits.isEmpty()) {
      parts.add("dense " + Joiner.on(", ").join(denseUnits));
    }
    parts.add(activation.toString());
    return String.join("; ", parts);
  }
}
