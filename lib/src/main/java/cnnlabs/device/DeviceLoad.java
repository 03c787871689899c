package cnnlabs.device;

import cnnlabs.engine.BackEnd;
import cnnlabs.engine.Engine;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How busy the computing device was, and how much memory was in use, while something ran.
 *
 * <pre>{@code
 * DeviceLoad load = DeviceLoad.during(() -> trainer.fit(network, hyperparameters));
 * }</pre>
 *
 * @param backEnd which device
 * @param samples in the order of time, at least one
 */
public record DeviceLoad(BackEnd backEnd, List<LoadSample> samples) {

  public DeviceLoad {
    samples = List.copyOf(samples);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("samples must be at least one, but there is none");
    }
  }

  /**
   * Runs something, in this thread, and watches the device meanwhile: four times a second, less
   * often where it takes minutes.
   */
  public static DeviceLoad during(Runnable work) {
    BackEnd backEnd = Engine.backEnd();
    boolean processor = backEnd.kind().equals(BackEnd.CPU);
    LoadMeter meter = processor ? new ProcessorMeter() : new CardMeter("nvidia-smi");
    try (var watch = new DeviceWatch(meter)) {
      work.run();
      return new DeviceLoad(backEnd, watch.end());
    }
  }

  /** How long the work took, in seconds. */
  public double seconds() {
    return samples.get(samples.size() - 1).seconds();
  }

  /** The mean load over time, 0 to 1. */
  public double meanLoad() {
    double busy = 0;
    double from = 0;
    for (LoadSample sample : samples) {
      busy += sample.load() * (sample.seconds() - from);
      from = sample.seconds();
    }
    return busy / seconds();
  }

  /** The greatest load of a stretch, 0 to 1. */
  public double peakLoad() {
    return peak(LoadSample::load);
  }

  /** The most memory that was in use at a stretch's end, in bytes. */
  public double peakMemoryBytes() {
    return peak(LoadSample::memoryBytes);
  }

  private double peak(ToDoubleFunction<LoadSample> value) {
    return samples.stream().mapToDouble(value).max().orElseThrow();
  }

  /** One line: how long, and how busy the device was. */
  @Override
  public String toString() {
    return "%.1f s on %s, load %.0f %%, at most %.0f %%"
        .formatted(seconds(), backEnd.device(), 100 * meanLoad(), 100 * peakLoad());
  }
}
