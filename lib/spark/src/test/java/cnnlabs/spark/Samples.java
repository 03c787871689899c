package cnnlabs.spark;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.data.ImageDataset;
import cnnlabs.data.ImageShape;
import cnnlabs.data.Provenance;
import cnnlabs.data.Split;
import cnnlabs.model.Activation;
import cnnlabs.model.LeNet5;
import cnnlabs.run.Grid;
import cnnlabs.run.Hyperparameters;
import cnnlabs.run.Run;
import cnnlabs.train.Trainer;
import java.util.List;
import java.util.SplittableRandom;

/** A small grid on small noisy images, the brighter half of which is the class. */
final class Samples {

  private static final ImageShape SHAPE = new ImageShape(1, 16, 16);

  static final Split DATA = Split.of(images(400, 1), images(40, 2)).withValidation(40, 3);

  static final Hyperparameters CHOSEN = Hyperparameters.defaults().withBatchSize(10).withEpochs(3);

  /** Two networks, two learning rates and six seeds: 24 runs. */
  static final Grid GRID =
      Grid.of(CHOSEN, LeNet5.of(Activation.TANH), LeNet5.of(Activation.RELU))
          .withLearningRates(0.1, 0.01)
          .withSeeds(1, 2, 3, 4, 5, 6);

  private Samples() {}

  static ImageDataset images(int count, long seed) {
    var random = new SplittableRandom(seed);
    byte[] pixels = new byte[count * SHAPE.volume()];
    byte[] labels = new byte[count];
    for (int image = 0; image < count; image++) {
      labels[image] = (byte) random.nextInt(2);
      for (int i = 0; i < SHAPE.volume(); i++) {
        boolean bright = i * 2 / SHAPE.volume() == labels[image];
        pixels[image * SHAPE.volume() + i] = (byte) (random.nextInt(200) + (bright ? 50 : 0));
      }
    }
    return ImageDataset.of(
        Provenance.standIn("halves", seed), SHAPE, List.of("upper", "lower"), pixels, labels);
  }

  /** Trained here, never stored. */
  static List<float[]> plainWeights(Grid grid) {
    return weights(cnnlabs.train.Sweep.with(Trainer.on(DATA).withoutStore()).run(grid));
  }

  static List<float[]> weights(List<Run> runs) {
    return runs.stream().map(run -> run.network().params().toFloatVector()).toList();
  }

  /** To the bit. */
  static void assertSameWeights(List<float[]> actual, List<float[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
  }
}
