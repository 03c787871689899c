package cnnlabs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import cnnlabs.kernel.CellThread.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
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
  void threadThatNothingEndsIsLeftBehind() throws InterruptedException {
    Object lock = new Object();
    CountDownLatch stuck = new CountDownLatch(1);
    CompletableFuture<Thread> first = new CompletableFuture<>();
    AtomicReference<Throwable> end = new AtomicReference<>();
    thread.beginCell();
    synchronized (lock) {
      var interrupt =
          CompletableFuture.runAsync(
              () -> {
                assertThatCode(stuck::await).doesNotThrowAnyException();
                thread.interrupt(StopRequest.Reason.INTERRUPT);
              });
      Outcome outcome =
          thread.run(
              () -> {
                first.complete(Thread.currentThread());
                stuck.countDown();
                try {
                  synchronized (lock) {
                    REPL.$Cancel$.stopCheck();
                  }
                } catch (ThreadDeath e) {
                  end.set(e);
                }
                return "too late";
              });
      assertThat(interrupt).succeedsWithin(Duration.ofMinutes(1));
      assertThat(outcome).isEqualTo(new Outcome(null, null, true));
      thread.endCell();
      thread.beginCell();
      assertThat(thread.run(Thread::currentThread).value()).isNotSameAs(first.join());
    }
    first.join().join(Duration.ofMinutes(1).toMillis());
    assertThat(end.get()).isInstanceOf(ThreadDeath.class);
    REPL.$Cancel$.stopCheck();
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
