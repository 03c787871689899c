package cnnlabs.device;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;

/** Reads how much of the processor's cores, and of the memory, this process takes. */
final class ProcessorMeter implements LoadMeter {

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long lastAsked = System.nanoTime();
  private long lastBusy = system.getProcessCpuTime();

  @Override
  public double load() {
    long asked = System.nanoTime();
    long busy = system.getProcessCpuTime(); // of all threads together, in ns; -1 if not known
    double load =
        (busy - lastBusy) / ((double) (asked - lastAsked) * system.getAvailableProcessors());
    lastAsked = asked;
    lastBusy = busy;
    return busy < 0 ? Double.NaN : Math.min(1, load); // it is counted in ticks
  }

  @Override
  public double memoryBytes() {
    long bytes = Pointer.physicalBytes();
    return bytes > 0 ? bytes : Double.NaN;
  }
}
