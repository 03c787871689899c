package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class BatchReaderTest {

  private static final Normalization CENTERED = Normalization.centered();

  @Test
  void normalizesEachPixelOfEachImageInOrder() {
    ImageDataset dataset = Samples.colour(10);
    BatchReader reader = new BatchReader(dataset, CENTERED, 4);
    float[] table = CENTERED.table(0);
    int image = 0;
    for (Batch batch : reader.inOrder()) {
      for (int slot = 0; slot < batch.size(); slot++, image++) {
        assertThat(batch.labels()[slot]).isEqualTo(dataset.label(image));
        for (int channel = 0; channel < 3; channel++) {
          for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 5; x++) {
              int expected = (31 * image + channel * 20 + y * 5 + x) & 0xff;
              assertThat(batch.features().getFloat(slot, channel, y, x)).isEqualTo(table[expected]);
            }
          }
        }
      }
    }
    assertThat(image).isEqualTo(10);
  }

  @Test
  void usesTheTableOfEachChannel() {
    Normalization normalization = new Normalization(List.of(0.1, 0.2, 0.3), List.of(0.5, 1.0, 2.0));
    BatchReader reader = new BatchReader(Samples.colour(2), normalization, 1);
    INDArray features = reader.inOrder().iterator().next().features();
    assertThat(features.getFloat(0, 1, 0, 0)).isEqualTo(normalization.table(1)[20]);
    assertThat(features.getFloat(0, 2, 3, 4)).isEqualTo(normalization.table(2)[59]);
  }

  @Test
  void everyBatchIsContiguousInCOrderAlsoTheSmallerLastOne() {
    for (int size : new int[] {4, 5, 9}) {
      BatchReader reader = new BatchReader(Samples.colour(9), CENTERED, size);
      List<Integer> sizes = new ArrayList<>();
      for (Batch batch : reader.inOrder()) {
        INDArray features = batch.features();
        sizes.add(batch.size());
        assertThat(features.shape()).containsExactly(batch.size(), 3, 4, 5);
        assertThat(features.ordering()).isEqualTo('c');
        assertThat(features.stride()).containsExactly(60, 20, 5, 1);
        assertThat(features.offset()).isZero();
        assertThat(features.elementWiseStride()).isEqualTo(1);
      }
      assertThat(sizes).hasSize(reader.batches());
      assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(9);
    }
  }

  @Test
  void allBatchesShareOneArray() {
    BatchReader reader = new BatchReader(Samples.colour(9), CENTERED, 4);
    List<INDArray> arrays = new ArrayList<>();
    reader.inOrder().forEach(batch -> arrays.add(batch.features()));
    assertThat(arrays.get(0)).isSameAs(arrays.get(1));
    assertThat(arrays.get(2).data().address()).isEqualTo(arrays.get(0).data().address());
  }

  @Test
  void aShuffledPassGivesEachImageOnceInAnOrderOfSeedAndEpoch() {
    BatchReader reader = new BatchReader(Samples.colour(100), CENTERED, 32);
    List<Float> first = firstPixels(reader.shuffled(7, 1));
    assertThat(firstPixels(reader.shuffled(7, 1))).isEqualTo(first);
    assertThat(first).containsExactlyInAnyOrderElementsOf(firstPixels(reader.inOrder()));
    assertThat(firstPixels(reader.shuffled(7, 2))).isNotEqualTo(first);
    assertThat(firstPixels(reader.shuffled(8, 1))).isNotEqualTo(first);
  }

  @Test
  void theOrderDoesNotDependOnTheBatchSize() {
    ImageDataset dataset = Samples.colour(100);
    assertThat(firstPixels(new BatchReader(dataset, CENTERED, 32).shuffled(7, 1)))
        .isEqualTo(firstPixels(new BatchReader(dataset, CENTERED, 10).shuffled(7, 1)));
  }

  @Test
  void aPassGoesOnInTheMiddleOfAnEpoch() {
    BatchReader reader = new BatchReader(Samples.colour(100), CENTERED, 32);
    List<Float> whole = firstPixels(reader.shuffled(7, 1));
    assertThat(firstPixels(reader.shuffled(7, 1, 2))).isEqualTo(whole.subList(64, 100));
    assertThat(reader.shuffled(7, 1, 2).iterator().next().index()).isEqualTo(2);
    assertThat(reader.shuffled(7, 1, 4)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.shuffled(7, 1, 5))
        .withMessage("An epoch cannot go on at batch 5: choose 0 to 4.");
  }

  @Test
  void refusesABatchLargerThanTheSetOrEmpty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchReader(Samples.colour(9), CENTERED, 10))
        .withMessage("A batch size of 10 for the 9 images of Sample: choose 1 to 9.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchReader(Samples.colour(9), CENTERED, 0))
        .withMessageContaining("choose 1 to 9");
  }

  @Test
  void refusesANormalizationForOtherChannels() {
    Normalization two = new Normalization(List.of(0.1, 0.2), List.of(1.0, 1.0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchReader(Samples.colour(9), two, 1))
        .withMessageContaining("2 channels for images of 3");
  }

  /** The first value of each image, which is different for each of the first 256 samples. */
  private static List<Float> firstPixels(Iterable<Batch> batches) {
    List<Float> values = new ArrayList<>();
    for (Batch batch : batches) {
      for (int slot = 0; slot < batch.size(); slot++) {
        values.add(batch.features().getFloat(slot, 0, 0, 0));
      }
    }
    return values;
  }
}
