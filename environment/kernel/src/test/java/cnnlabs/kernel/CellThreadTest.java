package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cnnlabs.kernel.CellThread.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CellThreadTest {
  private final CellThread thread = new CellThread(Optional.empty(), () -> {}, () -> {});

  @Test
  void tasksRunOnOneThreadOfTheirOwn() {
    Object first = thread.run(Thread::currentThread).value();
    assertThat(thread.run(Thread::currentThread).value())
        .isSameAs(first)
        .isNotSameAs(Thread.currentThread());
  }

  @Test
  void errorIsAResult() {
    Outcome outcome =
        thread.run(
            () -> {
              throw new StackOverflowError();
            });
    assertThat(outcome.failure()).isInstanceOf(StackOverflowError.class);
    assertThat(thread.run(() -> 1).value()).isEqualTo(1);
  }

  @Test
  void interruptOutsideACellIsForgotten() {
    thread.interrupt(StopRequest.Reason.INTERRUPT);
    assertThat(thread.run(() -> Thread.currentThread().isInterrupted()).value()).isEqualTo(false);
    assertThat(thread.stopReason()).isEmpty();
  }

  @Test
  void interruptLetsATaskThatPollsTheFlagReturn() {
    thread.beginCell();
    Outcome outcome =
        thread.run(
            () -> {
              thread.interrupt(StopRequest.Reason.INTERRUPT);
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              return "partial";
            });
    assertThat(outcome.value()).isEqualTo("partial");
    assertThat(thread.stopReason()).contains(StopRequest.Reason.INTERRUPT);
    thread.endCell();
    thread.beginCell();
    assertThat(thread.stopReason()).isEmpty();
    assertThat(thread.run(() -> Thread.currentThread().isInterrupted()).value()).isEqualTo(false);
  }

  @Test
  void taskThatTakesTooLongIsInterrupted() {
    CellThread hasty = new CellThread(Optional.of(Duration.ofMillis(100)), () -> {}, () -> {});
    hasty.beginCell();
    Outcome outcome =
        hasty.run(
            () -> {
              Thread.sleep(60_000);
              return null;
            });
    assertThat(outcome.failure()).isInstanceOf(InterruptedException.class);
    assertThat(hasty.stopReason()).contains(StopRequest.Reason.TIMEOUT);
  }
}
