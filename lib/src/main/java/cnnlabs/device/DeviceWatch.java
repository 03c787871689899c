package cnnlabs.device;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that reads a meter until it is told to end. */
final class DeviceWatch implements AutoCloseable {

  private static final long FIRST_PAUSE_MILLIS = 250;

  /** As many as a figure can show. At twice the number, pairs become one. */
  private static final int SAMPLES = 200;

  private final LoadMeter meter;
  private final CountDownLatch end = new CountDownLatch(1);
  private final CompletableFuture<List<LoadSample>> samples;
  private final long start = System.nanoTime();

  DeviceWatch(LoadMeter meter) {
    this.meter = meter;
    samples = CompletableFuture.supplyAsync(this::watch, DeviceWatch::startDaemon);
  }

  private static void startDaemon(Runnable task) {
    var thread = new Thread(task, "cnnlabs-device-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends it, and gives what was read. */
  List<LoadSample> end() {
    end.countDown();
    return samples.join();
  }

  @Override
  public void close() {
    end.countDown();
  }

  private List<LoadSample> watch() {
    List<LoadSample> taken = new ArrayList<>();
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (!end.await(pause, TimeUnit.MILLISECONDS)) {
        taken.add(sample());
        if (taken.size() == 2 * SAMPLES) {
          taken = inPairs(taken);
          pause *= 2;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nothing interrupts this thread.
    }
    taken.add(sample());
    return withoutShortEnd(taken);
  }

  /** The last stretch ends with the work: one too short to tell a load joins the one before. */
  static List<LoadSample> withoutShortEnd(List<LoadSample> samples) {
    int last = samples.size() - 1;
    double start = start(samples, last - 1);
    double end = start(samples, last);
    if (last == 0 || samples.get(last).seconds() - end > (end - start) / 2) {
      return samples;
    }
    List<LoadSample> shorter = new ArrayList<>(samples.subList(0, last - 1));
    shorter.add(merged(start, samples.get(last - 1), samples.get(last)));
    return shorter;
  }

  private static double start(List<LoadSample> samples, int index) {
    return index <= 0 ? 0 : samples.get(index - 1).seconds();
  }

  private LoadSample sample() {
    double load = meter.load();
    return new LoadSample((System.nanoTime() - start) / 1e9, load, meter.memoryBytes());
  }

  /** Each two stretches as one. */
  static List<LoadSample> inPairs(List<LoadSample> samples) {
    var pairs = new ArrayList<LoadSample>();
    for (int i = 0; i + 1 < samples.size(); i += 2) {
      pairs.add(merged(start(samples, i), samples.get(i), samples.get(i + 1)));
    }
    return pairs;
  }

  private static LoadSample merged(double start, LoadSample first, LoadSample second) {
    double share = (first.seconds() - start) / (second.seconds() - start);
    return new LoadSample(
        second.seconds(),
        first.load() * share + second.load() * (1 - share),
        Math.max(first.memoryBytes(), second.memoryBytes()));
  }
}
