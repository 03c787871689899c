package cnnlabs.notebook;

import cnnlabs.train.Estimate;

/** What a training will take, in words. */
final class EstimateText {

  private EstimateText() {}

  /** One line on the runs, or a second one on what the estimate rests on. */
  static String lines(Estimate estimate) {
    if (estimate.toTrain() == 0) {
      return estimate.runs() == 1
          ? "The run is in the store: nothing to train."
          : "All %d runs are in the store: nothing to train.".formatted(estimate.runs());
    }
    String atOnce = estimate.atOnce() == 1 ? "" : ", %d at once".formatted(estimate.atOnce());
    String disk = "; the networks take %s in the folder %s";
    return "%s, about %s%s%s.\nFrom a few steps timed just now, on %s."
        .formatted(
            runs(estimate),
            time(estimate.seconds()),
            atOnce,
            estimate
                .folder()
                .map(folder -> disk.formatted(size(estimate.bytes()), Locations.brief(folder)))
                .orElse("; nothing is stored"),
            estimate.data());
  }

  private static String runs(Estimate estimate) {
    String noun = estimate.runs() == 1 ? "run" : "runs";
    return estimate.stored() == 0
        ? "%d %s to train".formatted(estimate.runs(), noun)
        : "%d of %d runs to train (%d in the store)"
            .formatted(estimate.toTrain(), estimate.runs(), estimate.stored());
  }

  /** Rounded, as an estimate should be: {@code 40 s}, {@code 6 min}, {@code 1 h 10 min}. */
  static String time(double seconds) {
    if (seconds < 1) {
      return "a second";
    }
    if (seconds < 100) {
      return "%d s".formatted(Math.round(seconds));
    }
    long minutes = Math.round(seconds / 60);
    return minutes < 60
        ? "%d min".formatted(minutes)
        : "%d h %d min".formatted(minutes / 60, minutes % 60);
  }

  /** Decimal units: {@code 40 KB}, {@code 4.1 MB}. */
  static String size(long bytes) {
    if (bytes < 1_000_000) {
      return "%d KB".formatted(Math.round(bytes / 1e3));
    }
    return bytes < 1_000_000_000
        ? "%.1f MB".formatted(bytes / 1e6)
        : "%.1f GB".formatted(bytes / 1e9);
  }
}
