package cnnlabs.run;

import java.util.Locale;

/** How a run came to its end, or where it stands. */
public enum RunStatus {
  /** Not begun. */
  WAITING,
  TRAINING,
  /** All epochs were trained. */
  COMPLETED,
  /** Stopped by the user; the history holds the epochs that were finished. */
  INTERRUPTED,
  /** The loss became infinite or not a number; the history holds the epochs before. */
  DIVERGED,
  /** It could not be trained, as its network's error says; the history holds the epochs before. */
  FAILED;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
