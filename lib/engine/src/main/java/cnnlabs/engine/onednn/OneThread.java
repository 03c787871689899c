package cnnlabs.engine.onednn;

import java.util.function.Supplier;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Has oneDNN take one thread for what this thread asks of it, whatever {@code OMP_NUM_THREADS}
 * says: it divides sums among its threads, so that their number would decide the bits. Other
 * threads, and this one's own work before and after, have what they had.
 */
final class OneThread {

  private OneThread() {}

  static <T> T supply(Supplier<T> work) {
    NativeOps openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int before = openMp.ompGetMaxThreads();
    if (before == 1) {
      return work.get();
    }
    openMp.setOmpNumThreads(1);
    try {
      return work.get();
    } finally {
      openMp.setOmpNumThreads(before);
    }
  }
}
