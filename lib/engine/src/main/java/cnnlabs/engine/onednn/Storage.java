package cnnlabs.engine.onednn;

/**
 * A stretch of a program's memory, with the operations between which its content matters. Several
 * tensors may look at one storage.
 */
final class Storage {

  private final long bytes;
  private int firstUse = Integer.MAX_VALUE;
  private int lastUse = -1;
  private long offset = -1;

  Storage(long bytes) {
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  void usedBy(int operation) {
    firstUse = Math.min(firstUse, operation);
    lastUse = Math.max(lastUse, operation);
  }

  /** Keeps the content for whoever reads it after the program has run. */
  void keep() {
    lastUse = Integer.MAX_VALUE;
  }

  boolean overlaps(Storage other) {
    return firstUse <= other.lastUse && other.firstUse <= lastUse;
  }

  long offset() {
    return offset;
  }

  void place(long newOffset) {
    offset = newOffset;
  }
}
