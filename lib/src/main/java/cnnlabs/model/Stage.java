package cnnlabs.model;

/**
 * A convolution of a {@link StagedCnn}, and what follows it.
 *
 * @param filters maps that it makes, at least 1
 * @param kernelSize height and width of the kernel in pixels, at least 1
 * @param padded whether zeros around its input keep height and width; else they lose kernelSize - 1
 * @param pooled whether 2 x 2 max pooling follows and halves them, rounded down
 */
public record Stage(int filters, int kernelSize, boolean padded, boolean pooled) {

  /** Refuses a size below 1 with an {@link IllegalArgumentException} that names it. */
  public Stage {
    Layers.positive("filters", filters);
    Layers.positive("kernelSize", kernelSize);
  }

  /** An unpadded convolution that no pooling follows. */
  public static Stage of(int filters, int kernelSize) {
    return new Stage(filters, kernelSize, false, false);
  }

  public Stage withKernelSize(int kernelSize) {
    return new Stage(filters, kernelSize, padded, pooled);
  }

  public Stage withPadding() {
    return new Stage(filters, kernelSize, true, pooled);
  }

  public Stage withPooling() {
    return new Stage(filters, kernelSize, padded, true);
  }

  public Stage withoutPooling() {
    return new Stage(filters, kernelSize, padded, false);
  }

  /** In short, as a table shows it: {@code 16@3x3 same, pool}. */
  @Override
  public String toString() {
    return "%d@%2$dx%2$d%3$s%4$s"
        .formatted(filters, kernelSize, padded ? " same" : "", pooled ? ", pool" : "");
  }
}
