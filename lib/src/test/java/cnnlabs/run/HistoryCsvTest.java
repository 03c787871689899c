package cnnlabs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cnnlabs.evaluate.LayerStatistics;
import cnnlabs.evaluate.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistoryCsvTest {

  private static EpochResult epoch(int number, SplittableRandom random, boolean validation) {
    return new EpochResult(
        number,
        new Metrics(Double.longBitsToDouble(random.nextLong()), random.nextDouble()),
        random.nextDouble() * 1e-300,
        validation
            ? Optional.of(new Metrics(Double.POSITIVE_INFINITY, random.nextDouble()))
            : Optional.empty(),
        new Metrics(random.nextDouble() * 1e10, 0),
        1 / 3.0,
        Double.MIN_VALUE,
        List.of(
            new LayerStatistics("conv1", 456, random.nextDouble(), 1e-45),
            new LayerStatistics("a \"dense\", odd name", 1, random.nextDouble(), 0),
            new LayerStatistics("a\nline\r\n\"break\"\n", 1, random.nextDouble(), 0)));
  }

  @Test
  void everyNumberComesBackToTheBit() {
    for (boolean validation : new boolean[] {true, false}) {
      var random = new SplittableRandom(1);
      var epochs = new ArrayList<EpochResult>();
      for (int number = 1; number <= 200; number++) {
        epochs.add(epoch(number, random, validation));
      }
      var history = new History(epochs);
      assertThat(HistoryCsv.read(HistoryCsv.write(history))).isEqualTo(history);
    }
  }

  @Test
  void aHistoryOfNothingComesBack() {
    assertThat(HistoryCsv.read(HistoryCsv.write(History.EMPTY))).isEqualTo(History.EMPTY);
  }

  @Test
  void aLossThatIsNoNumberIsMeasuredAllTheSame() {
    var nan = new Metrics(Double.NaN, 0.1);
    var history =
        new History(List.of(new EpochResult(1, nan, 0, Optional.of(nan), nan, 1, 1, List.of())));
    assertThat(HistoryCsv.read(HistoryCsv.write(history))).isEqualTo(history);
  }

  @Test
  void anythingElseIsRefused() {
    for (String text : List.of("epoch\n1\n", "epoch,test\n1\n", "a\"b\n", "epoch\nx\n")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HistoryCsv.read(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
