package cnnlabs.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread that cells run on, which can be interrupted and, if that is not enough, stopped.
 *
 * <p>An interrupt first sets the thread's interrupt flag. Code that polls the flag may then end in
 * its own way: a training run that returns what it has so far is a normal end, and its result is
 * assigned. After a second, the cell's own loops and methods end by the checks that are woven into
 * them. What is stuck elsewhere is stopped with {@code Thread.stop} where the JDK still has it
 * (before 20), a library only after some seconds more. A thread that nothing ends, such as one that
 * waits for a lock, is left behind, and the next task gets another.
 */
final class CellThread {
  /**
   * How a task ended.
   *
   * @param value what it returned
   * @param failure what it threw
   * @param lost whether the thread was stopped or left behind before the task could end
   */
  record Outcome(@Nullable Object value, @Nullable Throwable failure, boolean lost) {}

  private static final long TICK_MILLIS = 50;

  private final Optional<Duration> timeout;
  private final Runnable everyTick;
  private final Runnable atStart;
  private @Nullable ClassLoader classLoader;
  private @Nullable Thread worker;
  private @Nullable Job next;
  private @Nullable StopRequest stop;
  private boolean inCell;

  private static final class Job {
    final Callable<?> task;
    @Nullable Object value;
    @Nullable Throwable failure;
    final CountDownLatch ended = new CountDownLatch(1);

    Job(Callable<?> task) {
      this.task = task;
    }
  }

  /**
   * Makes a cell thread; it starts with the first task.
   *
   * @param timeout how long one task may run
   * @param everyTick what the waiting thread does every {@value #TICK_MILLIS} ms while a task runs
   * @param atStart what the cell thread does before every task
   */
  CellThread(Optional<Duration> timeout, Runnable everyTick, Runnable atStart) {
    this.timeout = timeout;
    this.everyTick = everyTick;
    this.atStart = atStart;
  }

  /** Sets the context class loader of the thread. */
  synchronized void useClassLoader(ClassLoader loader) {
    classLoader = loader;
  }

  /** Begins a cell: from now on it can be interrupted. */
  synchronized void beginCell() {
    REPL.$Cancel$.allStop = false;
    stop = null;
    inCell = true;
  }

  /** Ends a cell. */
  synchronized void endCell() {
    inCell = false;
  }

  /** Why the running cell is to end, if it is. */
  synchronized Optional<StopRequest.Reason> stopReason() {
    return Optional.ofNullable(stop).map(StopRequest::reason);
  }

  /** Asks the running cell to end; does nothing when none runs. */
  synchronized void interrupt(StopRequest.Reason reason) {
    if (!inCell) {
      return;
    }
    if (stop != null) {
      stop.repeat();
    } else {
      stop = new StopRequest(reason);
    }
    if (worker != null) {
      worker.interrupt();
    }
  }

  /**
   * Runs a task on the cell thread and waits for its end; on the cell thread itself, runs it
   * directly.
   */
  Outcome run(Callable<?> task) {
    Job job = new Job(task);
    if (isCellThread()) {
      execute(job);
      return new Outcome(job.value, job.failure, false);
    }
    Thread thread = submit(job);
    long start = System.nanoTime();
    while (!awaitEnd(job, thread)) {
      everyTick.run();
      if (timeout.isPresent()
          && System.nanoTime() - start > timeout.get().toNanos()
          && stopReason().isEmpty()) {
        interrupt(StopRequest.Reason.TIMEOUT);
      }
      if (isGivenUp(thread)) {
        break;
      }
    }
    return finish(job, thread);
  }

  private synchronized boolean isCellThread() {
    return Thread.currentThread() == worker;
  }

  private synchronized Thread submit(Job job) {
    Thread thread = worker;
    if (thread == null || !thread.isAlive()) {
      thread = new Thread(this::work, "cell");
      thread.setDaemon(true);
      thread.setContextClassLoader(classLoader);
      worker = thread;
      thread.start();
    }
    next = job;
    notifyAll();
    return thread;
  }

  /** Waits for a moment; whether the task has ended, or will never. */
  private static boolean awaitEnd(Job job, Thread thread) {
    try {
      return job.ended.await(TICK_MILLIS, TimeUnit.MILLISECONDS) || !thread.isAlive();
    } catch (InterruptedException e) {
      // Nobody interrupts the thread that waits; if somebody does, the cell still has to end first.
      return false;
    }
  }

  private synchronized Outcome finish(Job job, Thread thread) {
    boolean ended = job.ended.getCount() == 0;
    if (!ended || (stop != null && stop.stopped())) {
      // A ThreadDeath may still be on its way: never give this thread another task.
      worker = null;
      notifyAll();
    }
    if (ended) {
      return new Outcome(job.value, job.failure, false);
    }
    if (thread.isAlive()) {
      REPL.$Cancel$.leaveBehind(thread);
      System.err.println(
          "This code does not react to the interrupt. It is left behind with what it holds, such as"
              + " locks and files; variables keep their values. Restart the kernel to end it.");
    }
    return new Outcome(null, null, true);
  }

  private void work() {
    while (true) {
      Job job = take();
      if (job == null) {
        return;
      }
      execute(job);
      // An interrupt that came too late for this task is not meant for the next one.
      Thread.interrupted();
      job.ended.countDown();
    }
  }

  private synchronized @Nullable Job take() {
    while (worker == Thread.currentThread()) {
      Job job = next;
      if (job != null) {
        next = null;
        if (stop == null) {
          Thread.interrupted();
        }
        return job;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        // Meant for a task that has ended: wait on.
      }
    }
    return null;
  }

  private void execute(Job job) {
    try {
      atStart.run();
      job.value = job.task.call();
    } catch (Throwable t) {
      // An Error of the reader's code is a result like any other: it must not end the kernel.
      job.failure = t;
    }
  }

  private synchronized boolean isGivenUp(Thread thread) {
    return stop != null && thread.isAlive() && stop.proceed(thread);
  }
}
