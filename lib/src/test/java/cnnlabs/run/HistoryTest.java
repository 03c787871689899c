package cnnlabs.run;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.evaluate.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static History of(double... testLosses) {
    return new History(
        IntStream.range(0, testLosses.length)
            .mapToObj(
                i ->
                    new EpochResult(
                        i + 1,
                        new Metrics(1, 0.5),
                        0,
                        Optional.empty(),
                        new Metrics(testLosses[i], 0.5),
                        1,
                        1,
                        List.of()))
            .toList());
  }

  @Test
  void anEpochBeyondTheLastIsTheLast() {
    History history = of(2, 1.5, 1.8);
    assertThat(history.at(2).epoch()).isEqualTo(2);
    assertThat(history.at(25).epoch()).isEqualTo(3);
  }

  @Test
  void theEpochOfLowestTestLossIsTheFirstOfSeveral() {
    assertThat(of(2, 1.5, 1.5, 1.8).epochOfLowestTestLoss()).isEqualTo(2);
    assertThat(of(Double.NaN, 3).epochOfLowestTestLoss()).isEqualTo(2);
    assertThat(History.EMPTY.epochOfLowestTestLoss()).isZero();
  }
}
