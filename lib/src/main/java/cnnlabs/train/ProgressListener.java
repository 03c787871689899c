package cnnlabs.train;

import java.util.List;

/**
 * Receives the progress of training.
 *
 * <p>It is called from the thread that called the trainer or the sweep, at the start, then at most
 * twice a second, and once at the end.
 */
@FunctionalInterface
public interface ProgressListener {

  /** One entry a run, in the order of the grid. */
  void onProgress(List<RunProgress> runs);
}
