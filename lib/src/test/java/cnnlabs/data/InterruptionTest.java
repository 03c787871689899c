package cnnlabs.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptionTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 100_003})
  void everyNumberIsTakenOnce(int count) {
    var times = new AtomicIntegerArray(count);
    Interruption.forEach(count, "counting", times::incrementAndGet);
    assertThat(IntStream.range(0, count)).allMatch(i -> times.get(i) == 1);
  }

  @Test
  void theOtherCoresStopToo() {
    int count = 1_000_000;
    Thread caller = Thread.currentThread();
    var begun = new AtomicInteger();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                Interruption.forEach(
                    count,
                    "numbers were taken",
                    i -> {
                      if (begun.incrementAndGet() == 100) {
                        caller.interrupt();
                      }
                    }))
        .withMessage("Interrupted while numbers were taken.");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(begun.get()).isLessThan(count / 2);
  }

  @Test
  void onlyAnInterruptedThreadIsStopped() {
    assertThatNoException().isThrownBy(() -> Interruption.check("nothing was done"));
  }
}
