package cnnlabs.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes on at most two reports a second, and the last one. */
final class ThrottledProgress {

  private static final long INTERVAL_NANOS = 500_000_000;

  private final ProgressListener listener;
  private @Nullable List<RunProgress> latest;
  private long lastNanos = System.nanoTime() - INTERVAL_NANOS;

  ThrottledProgress(ProgressListener listener) {
    this.listener = listener;
  }

  void offer(List<RunProgress> runs) {
    latest = runs;
    if (System.nanoTime() - lastNanos >= INTERVAL_NANOS) {
      finish();
    }
  }

  /** Passes on what was held back. */
  void finish() {
    if (latest != null) {
      listener.onProgress(latest);
      latest = null;
      lastNanos = System.nanoTime();
    }
  }
}
